"""Printing many sheets: what every kind of output offers to a batch.

A press is made once for a run. It keeps what sheets share (the drawn blank sheet, glyphs, codes),
so that a sheet costs its values only. Both its ways raise DataError or LayoutError for a record
that cannot be set, before anything of that record is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from typing import BinaryIO, NamedTuple, Protocol, TypeVar

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic
from formgen.errors import DataError, FormgenError, LayoutError, UsageError
from formgen.layout import Typesetter
from formgen.layout.boxes import Sheet
from formgen.model.imposition import Imposition
from formgen.model.values import Values

T = TypeVar("T")

TOGETHER, IMPOSED = "one file with several forms of a record", "a sheet with several pages on it"
"""What only PDF files can be, as messages call it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One record's file: its bytes and how many pages it has."""

    data: bytes
    pages: int


@dataclass(slots=True)
class Notes:
    """What a press notices of sheets that it prints, until whoever prints takes it away.

    `warnings` are of records' own sheets and name the record; `losses` are what the kind of file
    cannot say, and may come again.
    """

    warnings: list[Diagnostic] = field(default_factory=list)
    losses: list[Diagnostic] = field(default_factory=list)

    def of_sheet(self, sheet: Sheet, blank: Sheet, values: Values) -> None:
        """Note the warnings of a record's own sheet; what holds for all sheets is known."""
        new = (each for each in sheet.warnings if each not in blank.warnings)
        self.warnings += [named(each, values) for each in new]


def named(found: Diagnostic, values: Values) -> Diagnostic:
    """Return what was found in a layout with the record on whose sheet it was."""
    return replace(found, place=replace(found.place, record=values.key))


class Part(NamedTuple):
    """What a record has on one form: the form, ready to be set, and the values."""

    typesetter: Typesetter
    values: Values


def each_made(parts: Sequence[Part], make: Callable[[Typesetter, Values], T]) -> list[T]:
    """Return what `make` makes of each part; raises with what is wrong with any of them."""
    made: list[T] = []
    failed: list[FormgenError] = []
    for part in parts:
        try:
            made.append(make(*part))
        except (DataError, LayoutError) as error:
            failed.append(error)
    if failed:
        raise type(failed[0])(each for error in failed for each in error.diagnostics)
    return made


def only_for_pdf(what: str) -> FormgenError:
    """Return the error of what no other kind of file can do."""
    return UsageError.of("only-for-pdf", f"{what} is for PDF", hint="write a .pdf")


class Merged(Protocol):
    """One file with the sheets of many records, written as it grows."""

    @property
    def pages(self) -> int:
        """How many pages the file has by now, empty ones among them."""
        ...

    @property
    def next(self) -> int:
        """The page of the file on which the next record begins, from 1."""
        ...

    def add(self, typesetter: Typesetter, values: Values, bookmark: str = "") -> int:
        """Append a record's sheet, with a bookmark of that name if given; return its pages."""
        ...

    def add_all(self, parts: Sequence[Part], bookmark: str = "") -> int:
        """Append what a record has on several forms, all of it or nothing; return its pages.

        Below the record's bookmark each form has one.
        """
        ...

    def close(self) -> None:
        """Write the end of the file. Without it the file is not whole."""
        ...

    def discard(self) -> None:
        """Let go of what is kept aside for the file, whole or not; nothing more is written."""
        ...


class Press(Protocol):
    """Prints the sheets of a run as one kind of file."""

    @property
    def notes(self) -> Notes:
        """What was noticed while sheets were printed."""
        ...

    def sheet(self, typesetter: Typesetter, values: Values) -> Printed:
        """Return the file of one record."""
        ...

    def sheets(self, parts: Sequence[Part]) -> Printed:
        """Return the file of what a record has on several forms, one behind the other."""
        ...

    def merged(
        self,
        out: BinaryIO,
        title: str,
        *,
        pad_to_even: bool = False,
        imposition: Imposition | None = None,
    ) -> Merged:
        """Start a merged file on `out`, which need not be seekable.

        `pad_to_even` adds an empty page behind a sheet of an odd number of pages, for duplex.
        `imposition` puts many pages on larger paper.
        """
        ...
