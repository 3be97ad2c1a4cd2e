"""The reference of the layout language in Markdown, made from the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.markup.attributes import Attribute
from formgen.markup.vocabulary import BLOCKS, ENTRIES, INLINE, VOCABULARY, Content, Element


def reference_text() -> str:
    """Return the reference: the classes of elements, then each element with its attributes."""
    lines = [line for content in (BLOCKS, ENTRIES, INLINE) for line in _class(content)]
    for element in VOCABULARY.values():
        lines += _element(element)
    return "\n".join(lines).rstrip("\n") + "\n"


def _class(content: Content) -> Iterator[str]:
    names = " ".join(f"`{name}`" for name in content.members)
    yield f"**{content.name}**: {names}"
    yield ""


def _element(element: Element) -> Iterator[str]:
    yield f"### `{element.name}`"
    yield ""
    holds = re.sub(r"<\w+>", r"`\g<0>`", element.holds)
    yield f"{element.help} Holds {holds}."
    yield ""
    if element.attributes:
        yield "| attribute | value | default | |"
        yield "|---|---|---|---|"
        yield from map(_row, element.attributes)
        yield ""
    yield "```xml"
    yield element.example
    yield "```"
    yield ""


def _row(attribute: Attribute[object]) -> str:
    default = "must be given" if attribute.required else attribute.default
    cells = (f"`{attribute.name}`", attribute.type.name, default, attribute.help)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
