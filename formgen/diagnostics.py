"""Diagnostics: what is wrong, where, what is allowed, and how to mend it.

Every phase gathers its problems in a `Diagnostics` and raises once, at its end, with all of them
(see `formgen.errors`). Nothing here prints; the command line turns diagnostics into text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import field
from enum import StrEnum

from formgen.dataclass import dataclass


class Severity(StrEnum):
    """How bad a diagnostic is: an error stops the sheet, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a diagnostic points to: a line of a layout, or a cell of a data file.

    All parts are optional; an empty place means "the whole run". `record` names the record by its
    key (its `record_id` where it has one) for a reader who has no row number at hand.
    """

    file: str = ""
    line: int = 0
    row: int = 0
    column: str = ""
    field: str = ""
    record: str = ""

    def __str__(self) -> str:
        """Return the place as a reader expects it: `file:line`, or `file, row 3, column 速率`."""
        head = f"{self.file}:{self.line}" if self.file and self.line else self.file
        parts = [head] if head else []
        if self.row:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        elif self.field:
            parts.append(f"field {self.field}")
        if self.record:
            parts.append(f"record {self.record}")
        return visible(", ".join(parts))


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a stable code, a message that names what is wrong, a place and a hint."""

    code: str
    message: str
    place: Place = NOWHERE
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the diagnostic in one or two lines, the hint on the second."""
        place = str(self.place)
        where = f"{place}: " if place else ""
        tail = f"\n  hint: {_lines(self.hint)}" if self.hint else ""
        return f"{where}{self.severity.value}[{self.code}]: {_lines(self.message)}{tail}"


@dataclass(slots=True)
class Diagnostics:
    """Collects the diagnostics of one phase, each once, in the order in which they were met."""

    _seen: dict[Diagnostic, None] = field(default_factory=dict)

    def error(self, code: str, message: str, place: Place = NOWHERE, hint: str = "") -> None:
        """Add an error."""
        self._seen.setdefault(Diagnostic(code, message, place, hint))

    def warning(self, code: str, message: str, place: Place = NOWHERE, hint: str = "") -> None:
        """Add a warning."""
        self._seen.setdefault(Diagnostic(code, message, place, hint, Severity.WARNING))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add diagnostics that another phase gathered."""
        for diagnostic in diagnostics:
            self._seen.setdefault(diagnostic)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._seen)

    def __len__(self) -> int:
        return len(self._seen)

    @property
    def has_errors(self) -> bool:
        """Whether at least one error (not only warnings) was gathered."""
        return bool(self._seen) and any(d.severity is Severity.ERROR for d in self._seen)


def visible(text: str) -> str:
    """Return `text` with what cannot be seen escaped, so that a terminal shows and obeys none."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in _SPACES else c.encode("unicode_escape").decode() for c in text
    )


_LONGEST_WORD = 200
_SPACES = "\u3000\xa0"


def _lines(text: str) -> str:
    return text if text.isprintable() else "\n".join(map(visible, text.split("\n")))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the known word nearest to `word`, or "" if none is near.

    A word with another first letter must be nearer than one with the same.
    """
    if len(word) > _LONGEST_WORD:
        return ""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    alike = [k for k in near if k[:1] == word[:1]] or difflib.get_close_matches(word, near, 1, 0.75)
    return f"did you mean `{alike[0]}`?" if alike else ""
