"""Line marks: on every opening tag, nowhere else, and off again without a trace."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.diagnostics import Diagnostics
from formgen.markup.expand import Expander
from formgen.markup.linemap import last_mark, without_marks
from formgen.resources import MemoryLibrary


def _marked(source, **parts):
    expander = Expander(MemoryLibrary({"t.xml": source} | parts))
    expanded = expander.expand("t.xml", {}, None, Diagnostics())
    return expander, expanded.marked


def _lines(source):
    """Return the tags of the expanded source, each with the line that its mark says."""
    return re.findall(r'<(\w+) _at="0:(\d+)"', _marked(source)[1])


def test_tags_carry_their_line():
    assert _lines("<a>\n<b\n c='1'/>\n\n<d/></a>") == [("a", "1"), ("b", "2"), ("d", "5")]


def test_lines_hold_after_blocks_that_are_trimmed():
    source = "{% set x = 1 %}\n{# two\nlines #}\n  {% if x %}\n  <a/>\n  {% endif %}\n<b/>"
    assert _lines(source) == [("a", "5"), ("b", "7")]


def test_lines_hold_after_white_space_control():
    assert _lines("<a/>\n\n  {%- set x = 1 -%}\n\n\n<b/>{{- x -}}\n<c/>") == [
        ("a", "1"),
        ("b", "6"),
        ("c", "7"),
    ]


def test_a_loop_repeats_the_mark():
    assert _lines("<a>\n{% for n in [1, 2] %}\n<b/>\n{% endfor %}</a>")[1:] == [("b", "3")] * 2


def test_comments_and_cdata_are_left_alone_even_around_jinja():
    source = "<a><!-- <b> {{ 1 }}\n<c> --><![CDATA[<d>{{ 2 }}<e>]]></a>\n<f/>"
    assert _lines(source) == [("a", "1"), ("f", "3")]


def test_a_tag_whose_name_jinja_ends_is_left_alone():
    assert _lines("<h{{ 1 }}>x</h{{ 1 }}>") == []


def test_raw_text_is_marked_too():
    assert _lines("{% raw %}<a/>\n<b/>{% endraw %}") == [("a", "1"), ("b", "2")]


def test_windows_line_ends_count_once():
    assert _lines("<a/>\r\n<b/>\r\n<c/>") == [("a", "1"), ("b", "2"), ("c", "3")]


def test_each_template_has_its_number():
    expander, marked = _marked("<a/>\n{% include 'p.xml' %}", **{"p.xml": "\n<b/>"})
    assert [expander.sources.at(m) for m in re.findall(r'_at="([\d:]+)"', marked)] == [
        ("t.xml", 1),
        ("p.xml", 2),
    ]


def test_the_last_mark_is_found():
    assert last_mark('<a _at="0:1"><b _at="2:3">x') == "2:3"
    assert last_mark("<a>") == ""


_pieces = st.lists(
    st.sampled_from(
        ["<a>", "</a>", "<b c='1'/>", "<", ">", "<!--", "-->", "\n", "x", "甲", "<![CDATA[", "]]>"]
    ),
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(_pieces)
def test_marks_come_off_without_a_trace(pieces):
    source = "".join(pieces).rstrip("\n") + "."
    assert without_marks(_marked(source)[1]) == source
