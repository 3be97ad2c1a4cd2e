"""A RELAX NG schema of the layout language for editors, made from the vocabulary.

It holds for layouts without Jinja and for expanded markup: elements, attributes, and where they
may stand. What spans elements (the grid of a table, fields that agree) is checked by compiling.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import SubElement, indent, tostring

from formgen.markup.attributes import Attribute
from formgen.markup.vocabulary import BLOCKS, ENTRIES, INLINE, ROOT, VOCABULARY, Content, Element

NAMESPACE = "http://relaxng.org/ns/structure/1.0"
DATATYPES = "http://www.w3.org/2001/XMLSchema-datatypes"
ANNOTATIONS = "http://relaxng.org/ns/compatibility/annotations/1.0"


def schema_text() -> str:
    """Return the schema in RELAX NG's XML syntax, ending in a line break."""
    attributes = {"xmlns": NAMESPACE, "xmlns:a": ANNOTATIONS, "datatypeLibrary": DATATYPES}
    grammar = Xml("grammar", attributes)
    SubElement(SubElement(grammar, "start"), "ref", name=ROOT)
    for content in (BLOCKS, INLINE, ENTRIES):
        _add_class(grammar, content)
    for element in VOCABULARY.values():
        _add_element(grammar, element)
    indent(grammar)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(grammar, "unicode") + "\n"


def _add_class(grammar: Xml, content: Content) -> None:
    define = SubElement(grammar, "define", name=_class_name(content))
    _add_references(SubElement(define, "choice"), content.members)


def _class_name(content: Content) -> str:
    return content.name.replace(" ", "-")


def _add_element(grammar: Xml, element: Element) -> None:
    define = SubElement(grammar, "define", name=element.name)
    pattern = SubElement(define, "element", name=element.name)
    SubElement(pattern, "a:documentation").text = element.help
    for attribute in element.attributes:
        parent = pattern if attribute.required else SubElement(pattern, "optional")
        _add_attribute(parent, attribute)
    if element.children or element.text:
        _add_content(SubElement(SubElement(pattern, "zeroOrMore"), "choice"), element)
    elif not element.attributes:
        SubElement(pattern, "empty")


def _add_content(choice: Xml, element: Element) -> None:
    if element.text:
        SubElement(choice, "text")
    names = [_class_name(c) if isinstance(c, Content) else c for c in element.children]
    _add_references(choice, names)


def _add_references(parent: Xml, names: Iterable[str]) -> None:
    for name in names:
        SubElement(parent, "ref", name=name)


def _add_attribute(parent: Xml, attribute: Attribute[object]) -> None:
    pattern = SubElement(parent, "attribute", name=attribute.name)
    told = attribute.default or attribute.otherwise
    default = f" (default {told})" if told else ""
    SubElement(pattern, "a:documentation").text = attribute.help + default
    if attribute.type.words:
        choice = SubElement(pattern, "choice")
        for word in attribute.type.words:
            SubElement(choice, "value").text = word
    elif attribute.type.pattern:
        data = SubElement(pattern, "data", type="token")
        SubElement(data, "param", name="pattern").text = attribute.type.pattern
    elif attribute.required:
        data = SubElement(pattern, "data", type="string")
        SubElement(data, "param", name="minLength").text = "1"
    else:
        SubElement(pattern, "text")
