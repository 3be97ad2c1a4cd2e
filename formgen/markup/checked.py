"""Check a tree against the vocabulary; what is right becomes elements with typed attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, cast

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostics, Place, did_you_mean
from formgen.markup.attributes import Attribute
from formgen.markup.tree import Node
from formgen.markup.undefined import UNKNOWN
from formgen.markup.vocabulary import ATTRIBUTE_HINTS, HINTS, INLINE, ROOT, VOCABULARY, Element

T = TypeVar("T")
_LABELLED = ("checkbox", "signature", "photo", "seal", "cut")
"""Elements whose words authors of HTML would write into them; they are printed from `label`."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An element of the language with its attributes read and only children that belong there."""

    element: Element
    values: dict[str, object]
    given: frozenset[str]
    children: tuple[Checked | str, ...]
    place: Place
    source: str

    @property
    def name(self) -> str:
        """The element's name."""
        return self.element.name

    @property
    def elements(self) -> tuple[Checked, ...]:
        """The children that are elements."""
        return tuple(child for child in self.children if isinstance(child, Checked))

    def __getitem__(self, attribute: Attribute[T]) -> T:
        """Return the attribute's value, or its default."""
        return cast(T, self.values[attribute.name])


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks a tree; reports all that is wrong and keeps what is right."""

    diagnostics: Diagnostics

    def check_root(self, root: Node) -> Checked | None:
        """Return the checked form, or None if the root is another element."""
        if root.name == ROOT:
            return self.check(root, VOCABULARY[ROOT])
        message = f"the root of a layout is <{ROOT}>, not <{root.name}>"
        self.diagnostics.error("misplaced-element", message, root.place)
        return None

    def check(self, node: Node, element: Element) -> Checked:
        """Return `node` as `element`, with defaults for what is missing or wrong."""
        values = {a.name: self._value(node, a) for a in element.attributes}
        self._report_unknown_attributes(node, element)
        given = frozenset(n for n, text in node.attributes.items() if text.strip())
        children = tuple(self._children(node, element))
        return Checked(element, values, given, children, node.place, node.source)

    def _value(self, node: Node, attribute: Attribute[object]) -> object:
        text = node.attributes.get(attribute.name, "").strip()
        if UNKNOWN in text:
            return attribute.absent
        if not text:
            return self._absent(node, attribute)
        try:
            return attribute.type.parse(text)
        except ValueError as error:
            message = f"`{attribute.name}` of <{node.name}>: {error}"
            self.diagnostics.error("bad-attribute", message, node.place)
            return attribute.absent

    def _absent(self, node: Node, attribute: Attribute[object]) -> object:
        if attribute.required:
            message = f"<{node.name}> needs the attribute `{attribute.name}`: {attribute.help}"
            self.diagnostics.error("missing-attribute", message, node.place)
        elif isinstance(attribute.absent, str) and attribute.name in node.attributes:
            return ""
        return attribute.absent

    def _report_unknown_attributes(self, node: Node, element: Element) -> None:
        known = [a.name for a in element.attributes]
        for name in node.attributes:
            if name not in known:
                allowed = ", ".join(f"`{n}`" for n in known)
                hint = (
                    ATTRIBUTE_HINTS.get(f"{node.name} {name}")
                    or did_you_mean(name.lower(), known)
                    or HINTS.get(name, "")
                    or (f"<{node.name}> takes {allowed}" if known else "it takes none")
                )
                message = f"unknown attribute `{name}` on <{node.name}>"
                self.diagnostics.error("unknown-attribute", message, node.place, hint)

    def _children(self, node: Node, parent: Element) -> Iterator[Checked | str]:
        """Yield what may stand in `parent`; an unknown element is looked through.

        What cannot stand in `parent` from within that one is not told: its author will write
        another element, which may hold it.
        """
        near = node.place
        for child in node.children:
            if isinstance(child, str):
                if parent.text:
                    yield child
                elif node.name == parent.name:
                    self._report_stray_text(child, near, parent)
                continue
            near = child.place
            if child.name not in VOCABULARY:
                self._report_unknown_element(child, parent)
                yield from self._children(child, parent)
            else:
                checked = self.check(child, VOCABULARY[child.name])
                if child.name in parent.allowed:
                    yield checked
                elif node.name == parent.name:
                    self._report_misplaced(child, parent)

    def _report_stray_text(self, text: str, place: Place, parent: Element) -> None:
        words = " ".join(text.split())
        if words:
            excerpt = words if len(words) <= 20 else words[:20] + "…"
            message = f"text is not allowed directly in <{parent.name}>: `{excerpt}`"
            hint = f"<{parent.name}> holds {parent.holds}"
            if parent.name in _LABELLED:
                hint += "; write the words into `label`"
            self.diagnostics.error("stray-text", message, place, hint)

    def _report_unknown_element(self, node: Node, parent: Element) -> None:
        hint = (
            HINTS.get(node.name)
            or did_you_mean(node.name.lower(), parent.allowed)
            or did_you_mean(node.name.lower(), VOCABULARY)
            or f"<{parent.name}> holds {parent.holds}"
        )
        message = f"unknown element <{node.name}>"
        self.diagnostics.error("unknown-element", message, node.place, hint)

    def _report_misplaced(self, node: Node, parent: Element) -> None:
        homes = [e.name for e in VOCABULARY.values() if node.name in e.allowed]
        message = f"<{node.name}> cannot stand in <{parent.name}>, which holds {parent.holds}"
        hint = f"<{node.name}> stands in {_either(homes)}" if len(homes) <= 5 else ""
        if node.name in INLINE.members:
            hint = "put it into a <p>"
        self.diagnostics.error("misplaced-element", message, node.place, hint)


def _either(names: list[str]) -> str:
    return " or ".join(f"<{name}>" for name in names)
