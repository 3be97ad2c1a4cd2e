"""Expansion: what a layout can see, what it can do, and what is noticed about it."""

import pytest

from formgen.diagnostics import Diagnostics
from formgen.errors import LayoutError
from formgen.markup.compile import LayoutCompiler, compile_form
from formgen.markup.expand import Expander
from formgen.markup.linemap import without_marks
from formgen.resources import MemoryLibrary


def _expand(source, options=(), record=None, **parts):
    gathered = Diagnostics()
    library = MemoryLibrary({"t.xml": source} | parts)
    expanded = Expander(library).expand("t.xml", dict(options), record, gathered)
    assert not list(gathered)
    return expanded


def _text(source, options=(), record=None, **parts):
    return without_marks(_expand(source, options, record, **parts).marked)


def test_a_value_never_becomes_markup():
    record = {"name": '<b>"A" & B</b>'}
    assert _text("<p>{{ record.name }}</p>", record=record) == (
        "<p>&lt;b&gt;&#34;A&#34; &amp; B&lt;/b&gt;</p>"
    )
    assert "<b>" not in _text("{{ '<b>' ~ record.name }}{{ ['<b>'] | join }}", record=record)


@pytest.mark.parametrize(
    "expression",
    [
        "m.replace('x', record.v)",
        "m | replace('x', record.v)",
        "m.join([record.v, 1])",
        "[record.v, m] | join(record.v)",
        "m + record.v",
        "record.v + m",
        "m ~ record.v",
        "[record.v] | map('escape') | map('replace', '&lt;', '<') | join",
        "(record.v | escape).unescape()",
        "(record.v | escape) | replace('&lt;', '<' | escape)",
        "record.v | striptags",
        "nobody | default(record.v)",
        "m.partition('x')[0] ~ record.v",
        "record.v | urlencode",
        "record.v | title",
    ],
)
def test_nothing_that_is_done_to_a_value_makes_it_markup(expression):
    source = f"{{% set m %}}a x b{{% endset %}}{{{{ {expression} }}}}"
    assert "<" not in _text(source, record={"v": '<i>"x"</i>'})


@pytest.mark.parametrize(
    "expression",
    [
        "m.format(record.v)",
        "m % record.v",
        "m.translate({120: record.v})",
        "m | indent(record.v, first=true)",
        "m | wordwrap(1, wrapstring=record.v)",
        "m.__class__(record.v)",
        "record.v | attr('x')",
        "[1] | map(attribute='__class__') | first",
        "record.v | safe",
        "record | xmlattr",
        "record.v | tojson",
        "(record.v,) | map('safe') | join",
    ],
)
def test_what_could_make_a_value_markup_is_refused(expression):
    source = f'<form title="T">{{% set m %}}a x b{{% endset %}}<p>{{{{ {expression} }}}}</p></form>'
    with pytest.raises(LayoutError):
        compile_form(MemoryLibrary({"t.xml": source}), "t.xml", {}, {"v": "<i>x</i>"})


def test_a_value_through_a_macro_and_a_set_block_is_escaped_once():
    source = (
        "{% macro m(x) %}<p>{{ x }}</p>{% endmacro %}{% set s %}{{ m('<') }}{% endset %}{{ s }}"
    )
    assert _text(source) == "<p>&lt;</p>"


def test_nothing_prints_nothing_and_a_bool_prints_the_words_of_the_language():
    assert _text("[{{ none }}|{{ true }}|{{ 1 > 2 }}]") == "[|yes|no]"


def test_blocks_leave_no_empty_lines():
    assert _text("<p>\n  {% if true %}\n  x\n  {% endif %}\n</p>") == "<p>\n  x\n</p>"


def test_templates_inherit_include_and_import():
    parts = {
        "base.xml": "<form>{% block body %}{% endblock %}</form>",
        "lib/part.xml": "<hr/>",
        "lib/m.xml": "{% macro row(x) %}<p>{{ x }}{{ caller() }}</p>{% endmacro %}",
    }
    source = (
        '{% extends "base.xml" %}{% from "lib/m.xml" import row %}{% block body %}'
        '{% include "lib/part.xml" %}{% call row(1) %}!{% endcall %}{% endblock %}'
    )
    assert _text(source, **parts) == "<form><hr/><p>1!</p></form>"


def test_a_byte_order_mark_is_no_text():
    assert _text("\ufeff<form/>".encode()) == "<form/>"


# ---- the record -----------------------------------------------------------------------------


def test_what_the_record_lacks_is_nothing():
    record = {"name": "甲", "address": {"city": "南京"}, "rows": [{"n": 1}]}
    source = (
        "{{ record.name }}{{ record.nmae }}{{ record['x y'] }}{{ record.address.city }}"
        "{{ record.address.street }}{% for row in record.rows %}{{ row.n }}{{ row.m }}{% endfor %}"
    )
    assert _text(source, record=record) == "甲南京1"
    assert _text("[{{ record.name }}]") == "[]"


@pytest.mark.parametrize(
    "source",
    [
        "{{ record.name }}",
        "{{ record['name'] }}",
        "{% if 'name' in record %}{% endif %}",
        "{% if record %}{% endif %}",
        "{% for name in record %}{% endfor %}",
        "{% if blank %}{% endif %}",
        "{{ blank }}",
        "{% if blank == true %}{% endif %}",
        '{% include "part.xml" %}',
    ],
)
def test_looking_at_the_record_is_noticed(source):
    assert _expand(source, **{"part.xml": "{{ record.name }}"}).uses_record


@pytest.mark.parametrize(
    "source", ["", "{{ 1 }}", "{% if false %}{{ record.name }}{% endif %}", "{% set r = record %}"]
)
def test_not_looking_at_the_record_is_noticed_too(source):
    assert not _expand(source).uses_record


def test_a_sheet_without_a_record_is_blank():
    source = "{{ 'blank' if blank else 'filled' }}"
    assert _text(source) == "blank"
    assert _text(source, record={"a": 1}) == "filled"
    assert _text(source, record={}) == "filled"


def test_the_record_cannot_be_changed_or_looked_behind():
    source = '<form title="T"><p>{{ record._data }}{{ record.__class__ }}</p></form>'
    with pytest.raises(LayoutError) as error:
        compile_form(MemoryLibrary({"t.xml": source}), "t.xml", {}, {"a": 1})
    assert {d.code for d in error.value.diagnostics} == {"unsafe-expression"}


# ---- options --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("default", "given", "value"),
    [
        ("true", "no", False),
        ("false", "TRUE", True),
        ("3", "12", 12),
        ("0.5", "2", 2.0),
        ("'left'", "right", "right"),
    ],
)
def test_an_option_has_the_type_of_its_default(default, given, value):
    expanded = _expand(f"{{% set x = option('x', {default}, help='why') %}}", {"x": given})
    (option,) = expanded.options
    assert (option.value, type(option.value), option.help) == (value, type(value), "why")


def test_an_option_may_be_declared_again_in_a_part():
    expanded = _expand(
        "{{ option('n', 3) }}{% include 'part.xml' %}", **{"part.xml": "{{ option('n', 3) }}"}
    )
    assert [o.name for o in expanded.options] == ["n"]


def test_options_of_imported_macros_are_declared():
    part = "{% macro m() %}{{ option('n', 3) }}{% endmacro %}"
    assert _text("{% from 'm.xml' import m %}{{ m() }}", {"n": "4"}, **{"m.xml": part}) == "4"


# ---- compiling again ------------------------------------------------------------------------


def _compiler(source, **parts):
    return LayoutCompiler(MemoryLibrary({"forms/visit/form.xml.j2": source} | parts), *_NAME)


_NAME = ("forms/visit/form.xml.j2",)


def test_the_same_markup_gives_the_same_form():
    compiler = _compiler('<form title="T"><p>{{ option("a", "x") }}</p></form>')
    first = compiler.compile()
    assert compiler.compile(record={"a": 1}) is first
    assert compiler.compile({"a": "y"}).form != first.form


def test_structure_follows_the_record():
    macro = "{% macro rows() %}{% for r in record.rows or [] %}<hr/>{% endfor %}{% endmacro %}"
    compiler = _compiler(
        '{% from "m.xml" import rows %}<form title="T">{{ rows() }}</form>', **{"m.xml": macro}
    )
    assert len(compiler.compile(record={"rows": [1, 2]}).form.body) == 2
    assert len(compiler.compile(record={"rows": [1]}).form.body) == 1
    assert len(compiler.compile().form.body) == 0
    assert compiler.compile().uses_record


def test_what_a_module_set_from_one_record_is_not_seen_by_the_next():
    compiler = _compiler(
        '{% import "m.xml" as m %}<form title="T"><p>{{ m.name }}</p></form>',
        **{"m.xml": "{% set name = record.name %}"},
    )
    assert "甲" in compiler.compile(record={"name": "甲"}).markup
    assert "乙" in compiler.compile(record={"name": "乙"}).markup


def test_a_form_is_named_by_its_folder_unless_it_says_otherwise():
    assert _compiler('<form title="T"/>').compile().form.id == "visit"
    assert _compiler('<form title="T" id="other"/>').compile().form.id == "other"
    named = compile_form(MemoryLibrary({"a.xml": '<form title="T"/>'}), "a.xml", form_id="given")
    assert named.form.id == "given"


def test_the_markup_carries_no_marks():
    compiled = _compiler('{% set n = 1 %}\n<form title="T">\n<p>{{ n }}</p>\n</form>').compile()
    assert compiled.markup == '<form title="T">\n<p>1</p>\n</form>'
