"""How a reader of values says no: one exception, and the spelling of values in messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from formgen.diagnostics import Diagnostic, Place, Severity
from formgen.diagnostics import visible as visible

SHOWN = 40
"""How many characters of a value a message shows."""

LISTED = 12
"""How many things a message lists before it says how many more there are."""


class Refusal(Exception):  # noqa: N818 - it is raised as it is said
    """A value cannot be taken: a diagnostic's code, message and hint, still without a place."""

    def __init__(
        self, code: str, message: str, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        self.severity = severity
        super().__init__(message)

    def at(self, place: Place) -> Diagnostic:
        """Return the diagnostic of this refusal at `place`."""
        return Diagnostic(self.code, self.message, place, self.hint, self.severity)


def quote(value: object) -> str:
    """Return `value` in back quotes for a message, shortened to 40 characters."""
    text = value if isinstance(value, str) else spelling(value)
    shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return f"`{visible(shown)}`"


def spelling(value: object) -> str:
    """Return how a value that is no text is written in a data file, or the kind of thing it is."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal() | date():
            return str(value)
        case _:
            return kind(value)


def kind(value: object) -> str:
    """Return the kind of a value in the words of JSON: "a list", "an object", "true" …."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return "text"
        case int() | float() | Decimal():
            return "a number"
        case bytes():
            return "bytes"
        case list() | tuple() | set() | frozenset():
            return "a list"
        case dict():
            return "an object"
        case date():
            return "a date"
        case _:
            return f"a {type(value).__name__}"


def listing(words: Iterable[str]) -> str:
    """Return the words with commas between them, at most twelve, and how many more there are."""
    known = list(words)
    rest = len(known) - LISTED
    return ", ".join(known[:LISTED]) + (f" and {rest} more" if rest > 0 else "")
