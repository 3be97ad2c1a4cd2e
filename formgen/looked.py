"""What a layout looked at of a record: another that is alike in this expands to the same markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

MOST_KEPT = 4_096
"""Distinct answers that are remembered; then all are forgotten."""

Answers: TypeAlias = tuple[object, ...]


class LookedAt(Mapping[str, object]):
    """A record that notes which of its values are asked for. It is never empty.

    `whole` says that all of it was looked at, as a loop over its fields does.
    """

    __slots__ = ("_values", "names", "whole")

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self.names: dict[str, None] = {}
        self.whole = False

    def __getitem__(self, name: str) -> object:
        self.names.setdefault(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        self.whole = True
        return iter(self._values)

    def __len__(self) -> int:
        self.whole = True
        return len(self._values)

    def __bool__(self) -> bool:
        return True


class Alike:
    """Remembers the markup of records by those of their values that the layout looked at."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], dict[Answers, str]] = {}
        self._count = 0

    def markup(self, record: Mapping[str, object]) -> str | None:
        """Return the markup of a record, or None if none was alike in all that was looked at."""
        for names, known in self._known.items():
            found = known.get(_answers(names, record))
            if found is not None:
                return found
        return None

    def remember(self, record: LookedAt, markup: str) -> None:
        """Remember the markup that a layout made of a record."""
        if record.whole:
            return
        if self._count >= MOST_KEPT:
            self._known.clear()
            self._count = 0
        names = tuple(record.names)
        self._known.setdefault(names, {})[_answers(names, record)] = markup
        self._count += 1


def _answers(names: tuple[str, ...], record: Mapping[str, object]) -> Answers:
    return tuple([_told(record.get(name, ...)) for name in names])


def _told(value: object) -> object:
    """Return what tells a value from all that print otherwise, though equal: 1 and 1.0."""
    return value if isinstance(value, str | bytes) else (type(value), repr(value))
