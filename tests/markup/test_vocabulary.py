"""The vocabulary: whole, with examples that compile, and the schema that is made from it."""

import re

import pytest
from lxml import etree

from formgen.errors import LayoutError
from formgen.markup.compile import compile_form
from formgen.markup.pretty import laid_out
from formgen.markup.reference import reference_text
from formgen.markup.schema import schema_text
from formgen.markup.vocabulary import GROUPS, HINTS, VOCABULARY
from formgen.model.dump import dump
from formgen.resources import FolderLibrary, MemoryLibrary

PNG = b"\x89PNG\r\n\x1a\n"


def _compiled(example):
    form = example if example.startswith("<form") else f'<form title="T">{example}</form>'
    library = MemoryLibrary({"form.xml": form, "logo.png": PNG})
    return compile_form(library, "form.xml", form_id="example")


def _tags(markup):
    return set(re.findall(r"<(\w+)", markup))


@pytest.mark.parametrize("element", VOCABULARY.values(), ids=list(VOCABULARY))
def test_the_example_of_an_element_has_it_and_compiles(element):
    assert element.name in _tags(element.example)
    assert _compiled(element.example).form.title


@pytest.mark.parametrize("element", VOCABULARY.values(), ids=list(VOCABULARY))
def test_an_element_explains_itself(element):
    assert element.help.endswith(".")
    assert element.allowed <= VOCABULARY.keys()
    names = [attribute.name for attribute in element.attributes]
    assert len(names) == len(set(names))
    for attribute in element.attributes:
        assert attribute.help
        assert not attribute.help.endswith(".")
        assert attribute.type.name
        assert not (attribute.required and attribute.default)


@pytest.mark.parametrize("element", VOCABULARY.values(), ids=list(VOCABULARY))
def test_an_element_can_stand_somewhere(element):
    assert element.name == "form" or any(element.name in e.allowed for e in VOCABULARY.values())


@pytest.mark.parametrize("element", VOCABULARY.values(), ids=list(VOCABULARY))
def test_an_example_set_out_for_reading_means_the_same(element):
    assert dump(_compiled(laid_out(element.example)).form) == dump(_compiled(element.example).form)


def test_every_element_is_in_one_group():
    assert [element.name for _, group in GROUPS for element in group] == list(VOCABULARY)


def test_hints_are_for_words_that_the_language_does_not_have():
    assert not HINTS.keys() & VOCABULARY.keys()


def test_the_form_of_everything_has_every_element(cases):
    assert _tags(_everything(cases)) == VOCABULARY.keys()


def _everything(cases):
    return compile_form(FolderLibrary.of([cases]), "everything.xml.j2").markup


# ---- the schema -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema():
    return etree.RelaxNG(etree.fromstring(schema_text().encode()))


def test_the_schema_takes_the_form_of_everything(schema, cases):
    schema.assertValid(etree.fromstring(_everything(cases).strip().encode()))


@pytest.mark.parametrize("element", VOCABULARY.values(), ids=list(VOCABULARY))
def test_the_schema_takes_the_examples(schema, element):
    schema.assertValid(etree.fromstring(_compiled(element.example).markup.encode()))


@pytest.mark.parametrize(
    "body",
    [
        "<tabel/>",
        "<p colspn='1'>x</p>",
        "<p align='centre'>x</p>",
        "<p size='9'>x</p>",
        "<p color='rosy'>x</p>",
        "<p><table cols='1fr'/></p>",
        "<table cols='1fr 2f'><tr><td/></tr></table>",
        "<table cols='1fr'>stray<tr><td/></tr></table>",
        "<table><tr><td/></tr></table>",
        "<td/>",
        "<text/>",
        "<text name='客户'/>",
        "<text name='a' required='true'/>",
        "<text name='a'>x</text>",
        "<choice name='a' options='a||b'/>",
        "<rating scale='a|b'><item>x</item></rating>",
        "<spacer height='4'/>",
    ],
)
def test_the_schema_and_the_compiler_refuse_the_same(schema, body):
    markup = f'<form title="T">{body}</form>'
    assert not schema.validate(etree.fromstring(markup.encode()))
    with pytest.raises(LayoutError):
        compile_form(MemoryLibrary({"form.xml": markup}), "form.xml")


def test_the_schema_is_the_same_text_each_time_and_explains_itself():
    assert schema_text() == schema_text()
    assert "One box a character." in schema_text()


# ---- the reference --------------------------------------------------------------------------


def test_the_reference_explains_every_element_and_attribute():
    text = reference_text()
    for element in VOCABULARY.values():
        told = re.sub(r"<(\w+)>", r"`<\1>`", element.help)
        assert f"#### `{element.name}`\n\n{told}" in text
        assert laid_out(element.example) in text
    assert "| `cols` | column widths: lengths, shares (1fr) and auto | **must be given** |" in text
    assert "| `frame` | length | 1.1pt | thickness of the outer lines |" in text


def test_the_reference_says_where_an_element_may_stand():
    text = reference_text()
    assert "Stands in [`table`](#table), [`thead`](#thead), [`tbody`](#tbody)" in text
    assert "Is one of the blocks. Holds [`item`](#item)." in text


def test_what_is_shown_of_an_element_stands_under_its_example():
    text = reference_text(lambda element: [f"({element.name})", ""])
    assert "<br/>乙方</p>\n```\n\n(br)\n" in text


def test_the_tables_of_the_reference_have_four_cells_a_row():
    rows = [line for line in reference_text().splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
