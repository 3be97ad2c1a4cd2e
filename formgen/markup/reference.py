"""The reference of the layout language in Markdown, made from the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from formgen.markup.attributes import Attribute
from formgen.markup.pretty import laid_out
from formgen.markup.vocabulary import BLOCKS, ENTRIES, GROUPS, INLINE, VOCABULARY, Content, Element

Shown = Callable[[Element], Iterable[str]]
"""What stands under the example of an element: lines of Markdown, like links to its pictures."""


def reference_text(shown: Shown = lambda _: ()) -> str:
    """Return the reference: what there is, the classes, then each element in its group."""
    lines = [*_contents(), *_classes()]
    for group, elements in GROUPS:
        lines += [f"### {group}", ""]
        for element in elements:
            lines += [*_element(element), *shown(element), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _contents() -> Iterator[str]:
    for group, elements in GROUPS:
        yield f"- **{group}**: {' '.join(_link(element.name) for element in elements)}"
    yield ""


def _classes() -> Iterator[str]:
    yield "Three classes of elements go by a name, for they stand in many places:"
    yield ""
    for content in (BLOCKS, ENTRIES, INLINE):
        yield f"- **{content.name}**: {' '.join(map(_link, content.members))}"
    yield ""


def _link(name: str) -> str:
    return f"[`{name}`](#{name})"


def _element(element: Element) -> Iterator[str]:
    yield f"#### `{element.name}`"
    yield ""
    yield _tagless(element.help)
    yield ""
    yield f"{_stands_in(element)} Holds {_holds(element)}."
    yield ""
    if element.attributes:
        yield "| attribute | value | if left out | |"
        yield "|---|---|---|---|"
        yield from map(_row, element.attributes)
        yield ""
    if element.example:
        yield "```xml"
        yield laid_out(element.example)
        yield "```"
        yield ""


def _holds(element: Element) -> str:
    named = [c.name if isinstance(c, Content) else _link(c) for c in element.children]
    return ", ".join((["text"] if element.text else []) + named) or "nothing"


def _stands_in(element: Element) -> str:
    """Return where it stands, by the classes that it belongs to and the elements that name it."""
    classes = [c.name for c in (BLOCKS, ENTRIES, INLINE) if element.name in c.members]
    parents = [p.name for p in VOCABULARY.values() if element.name in p.children]
    places = [f"is one of the {name}" for name in classes]
    if parents:
        places.append(f"stands in {', '.join(map(_link, parents))}")
    return " and ".join(places).capitalize() + "." if places else "The root of a layout."


def _row(attribute: Attribute[object]) -> str:
    cells = (f"`{attribute.name}`", attribute.type.name, _left_out(attribute), attribute.help)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _left_out(attribute: Attribute[object]) -> str:
    if attribute.required:
        return "**must be given**"
    return f"`{attribute.default}`" if attribute.default else attribute.otherwise


def _cell(text: str) -> str:
    """Return `text` for a cell of a table: no bar ends it."""
    return _tagless(text).replace("|", "\\|")


def _tagless(text: str) -> str:
    """Return `text` with elements that it names as code, for no reader to take them for HTML."""
    return re.sub(r"(?<!`)<(\w+)>", r"`<\1>`", text)
