"""The texts of a letter: sandboxed Jinja over the columns of the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from formgen.data.refusal import Refusal, listing, quote
from formgen.diagnostics import Diagnostics, Place, did_you_mean
from formgen.errors import UsageError

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord

SPECIAL = ("index", "record")
"""Names that are no columns: the number of the record, and its columns by any name."""


class Template:
    """A text with values of a record in it; `place` is what diagnostics call it.

    Raises UsageError if it is no template, or asks for other files.
    """

    def __init__(self, text: str, place: Place, *, html: bool = False) -> None:
        from jinja2 import TemplateSyntaxError, nodes
        from jinja2.meta import find_referenced_templates, find_undeclared_variables

        from formgen.markup.bounded import PhraseEnvironment

        self.place = place
        self._environment = environment = PhraseEnvironment(html=html)
        try:
            tree = environment.parse(text)
            self._template = environment.from_string(text)
        except TemplateSyntaxError as error:
            where = self._at(error.lineno)
            raise UsageError.of("bad-template", str(error.message), where) from error
        except (RecursionError, ValueError):  # an integer of more digits than Python takes
            message = "it is nested too deep, or has a number of too many digits"
            raise UsageError.of("bad-template", message, place) from None
        if any(find_referenced_templates(tree)):
            message = "a letter is one file: it cannot include or extend another"
            raise UsageError.of("bad-template", message, place)
        self.names = frozenset(find_undeclared_variables(tree))
        lines = [(node.name, node.lineno) for node in tree.find_all(nodes.Name)]
        self._lines = dict(reversed(lines))

    def check(self, columns: Iterable[str], found: Diagnostics) -> None:
        """Say in `found` what the template asks for that the data does not have."""
        known = [*columns, *SPECIAL]
        for name in sorted(self.names.difference(known)):
            place = self._at(self._lines.get(name, 0))
            message = f"it asks for {quote(name)}, which no record has"
            hint = did_you_mean(name, known) or f"the columns are {listing(known)}"
            found.error("unknown-column", message, place, hint)

    def rendered(self, raw: RawRecord, index: int) -> str:
        """Return the text for a record; raises Refusal if it cannot be worked out."""
        special: Mapping[str, object] = {"index": index, "record": raw.values}
        self._environment.renew()
        try:
            return self._template.render({name: _value(name, raw, special) for name in self.names})
        except Exception as error:  # what a template may raise is as open as the template
            message = f"the text of {self.place} cannot be worked out: {error}"
            raise Refusal("bad-template", message) from error

    def _at(self, line: int) -> Place:
        """Return a line of the template; an option has none."""
        return self.place if self.place.file.startswith("-") else Place(self.place.file, line)


def _value(name: str, raw: RawRecord, special: Mapping[str, object]) -> object:
    if name not in raw.values and name in special:
        return special[name]
    found = raw.values.get(name)
    return "" if found is None else found
