"""Markup of an example set out for reading: structure on lines of its own, indented."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import fromstring, tostring

from formgen.markup.vocabulary import VOCABULARY

LONGEST_LINE = 72
"""Elements that are longer than this on one line are broken where white space means nothing."""


def laid_out(example: str) -> str:
    """Return `example` with line breaks and indents that change nothing of what it means."""
    root = fromstring(f"<all>{example}</all>")
    return "\n".join(line for child in root for line in _lines(child, 0))


def _lines(element: Xml, depth: int) -> Iterator[str]:
    indent = "  " * depth
    whole = _one_line(element)
    if len(indent + whole) <= LONGEST_LINE or not _is_structure(element):
        yield indent + whole
        return
    yield indent + _opening(element)
    for child in element:
        yield from _lines(child, depth + 1)
    yield f"{indent}</{element.tag}>"


def _is_structure(element: Xml) -> bool:
    """Whether only elements stand in it, so that white space between them means nothing."""
    return len(element) > 0 and not VOCABULARY[element.tag].text


def _one_line(element: Xml) -> str:
    tail, element.tail = element.tail, None
    text = tostring(element, "unicode").replace(" />", "/>")
    element.tail = tail
    return text


def _opening(element: Xml) -> str:
    bare = Xml(element.tag, element.attrib)
    return tostring(bare, "unicode").removesuffix(" />") + ">"
