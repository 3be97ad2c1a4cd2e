"""The parser: plain nodes from well-formed markup, one diagnostic from any other text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.diagnostics import Place
from formgen.markup.tree import MOST_ELEMENTS, NotWellFormedError, parse

MANY = " ".join(f"x{n}='1'" for n in range(51))


def _locate(mark):
    return Place("f", int(mark.split(":")[1])), "f"


def _parse(markup):
    return parse(markup, _locate)


def test_nodes_have_their_place_and_no_mark():
    root = _parse('<form _at="0:3" a="1">x<b _at="0:4"/>y</form>')
    assert (root.name, root.attributes, root.place) == ("form", {"a": "1"}, Place("f", 3))
    assert [c if isinstance(c, str) else c.place.line for c in root.children] == ["x", 4, "y"]


def test_a_node_without_a_mark_stands_where_the_one_before_does():
    root = _parse('<form _at="0:3"><b/></form>')
    assert root.children[0].place == Place("f", 3)


def test_the_five_entities_numbers_and_cdata_are_text():
    assert _parse("<a>&lt;&gt;&amp;&quot;&apos;&#160;&#x4e00;<![CDATA[<b>]]></a>").children == [
        "<>&\"'\xa0一<b>"
    ]


def test_comments_and_space_around_the_root_are_nothing():
    assert _parse("\n <!-- a --> <a><!-- <b> -->x</a> \n").children == ["x"]


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ('<!DOCTYPE a [<!ENTITY x "&y;&y;"><!ENTITY y "z">]><a>&x;</a>', "doctype"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "doctype"),
        ("<a>&copy;</a>", "unknown-entity"),
        ('<a><?xml-stylesheet href="x"?></a>', "processing-instruction"),
        ("<a>" * 61 + "</a>" * 61, "too-deep"),
        (f"<a>{'<b/>' * MOST_ELEMENTS}</a>", "too-many-elements"),
        (f"<a {MANY}/>", "too-many-attributes"),
        ("<a>\ud800</a>", "bad-character"),
        ("<a", "not-well-formed"),
    ],
)
def test_what_is_dangerous_or_broken_is_refused(markup, code):
    with pytest.raises(NotWellFormedError) as error:
        _parse(markup)
    assert error.value.diagnostic.code == code


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from([*"<>/&;!-[]?='\" ab:#x0\n甲\x00"]), max_size=40))
def test_any_text_is_a_tree_or_a_diagnostic(text):
    for markup in (text, f'<a _at="0:1">{text}</a>'):
        try:
            root = _parse(markup)
        except NotWellFormedError as error:
            told = error.diagnostic.message
        else:
            told = root.name
        assert told
