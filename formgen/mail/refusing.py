"""Where a refusal happened: in which column of which record, or in which option."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

from formgen.data.refusal import Refusal
from formgen.diagnostics import Diagnostic, Diagnostics, Place


class InColumn(Refusal):
    """A refusal whose column is known."""

    def __init__(self, column: str, refusal: Refusal) -> None:
        super().__init__(refusal.code, refusal.message, refusal.hint)
        self.column = column


@contextlib.contextmanager
def in_column(column: str) -> Iterator[None]:
    """Say of what is refused inside which column it is in."""
    try:
        yield
    except InColumn:
        raise
    except Refusal as refusal:
        raise InColumn(column, refusal) from refusal


@contextlib.contextmanager
def gathered(found: Diagnostics, place: Place) -> Iterator[None]:
    """Put what is refused inside among `found`; what follows the block goes on without it."""
    try:
        yield
    except Refusal as refusal:
        found.extend([diagnostic(refusal, place)])


def diagnostic(refusal: Refusal, place: Place) -> Diagnostic:
    """Return the diagnostic of what a record at `place` is refused for."""
    if isinstance(refusal, InColumn):
        place = replace(place, column=refusal.column)
    return refusal.at(place)
