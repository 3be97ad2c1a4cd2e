"""Printing many records of one form: bind each, set it, print it; a bad one stops no other.

This is the engine of `LoadedForm.batch` and of `formgen batch`; files are none of its business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from formgen.diagnostics import Diagnostic, Diagnostics
from formgen.errors import DataError, LayoutError
from formgen.variants import BY_NAME, Binding
from formgen.writers import press_for

if TYPE_CHECKING:
    from formgen.data.bind import Binder
    from formgen.data.sources import RawRecord
    from formgen.model.values import Values
    from formgen.variants import Variant, Variants
    from formgen.writers.press import Merged, Press, Printed


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one record of a batch; `index` is its number among them, from 1.

    `data` is its file (empty in a merged one) and `pages` how many pages it has; a record that
    was rejected has none. `diagnostics` say why, or are warnings.
    """

    index: int
    key: str
    sheet_id: str
    pages: int
    data: bytes
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether the record was printed."""
        return self.pages > 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a merged file: its sheets and pages, and the records that were rejected."""

    sheets: int
    pages: int
    rejected: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A record with the form that it is printed on and its checked values.

    With an error among its diagnostics it cannot be printed, and has no form if none was found.
    """

    variant: Variant | None
    values: Values
    diagnostics: Diagnostics

    @property
    def ok(self) -> bool:
        """Whether the record can be set."""
        return not self.diagnostics.has_errors


class Printer:
    """Prints the records of one form as files of one kind; keeps what its sheets share."""

    def __init__(
        self,
        variants: Variants,
        kind: str = "pdf",
        binding: Binding = BY_NAME,
        created: datetime | None = None,
    ) -> None:
        """Raise UsageError if there is no such kind or field, LayoutError for a wrong layout."""
        self._variants = variants
        self._binding = binding
        self._press: Press = press_for(kind, variants.book, created)
        self.kind = kind
        variants.blank.binder("", binding)
        _ = variants.blank.typesetter

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was noticed while faces were opened and the blank sheet compiled and laid out."""
        blank = self._variants.blank
        found = self._variants.book.warnings, blank.warnings, blank.typesetter.sheet.warnings
        return tuple(warning for each in found for warning in each)

    def binder(self, file: str = "") -> Binder:
        """Return what binds the records of a data file to the fields of the blank form."""
        return self._variants.blank.binder(file, self._binding)

    def bound(self, raw: RawRecord, position: int) -> Bound:
        """Return a record with its checked values; `position` is its number in the data from 0."""
        problems = Diagnostics()
        try:
            variant = self._variants.of(raw, self._binding)
        except LayoutError as error:
            problems.extend(error.diagnostics)
            values = self._variants.blank.bound(raw, problems, position, self._binding)
            return Bound(None, values, problems)
        return Bound(variant, variant.bound(raw, problems, position, self._binding), problems)

    def sheet(self, bound: Bound) -> Printed | None:
        """Return a record's file, or None where its diagnostics now say why there is none."""
        if bound.variant is None or not bound.ok:
            return None
        try:
            return self._press.sheet(bound.variant.typesetter, bound.values)
        except (DataError, LayoutError) as error:
            bound.diagnostics.extend(error.diagnostics)
            return None

    def merged(self, out: BinaryIO, title: str = "", *, pad_to_even: bool = False) -> Stack:
        """Start one file with the sheets of many records on `out`."""
        title = title or self._variants.blank.form.title
        return Stack(self._press.merged(out, title, pad_to_even=pad_to_even))

    def results(self, records: Iterable[RawRecord]) -> Iterator[Result]:
        """Yield what comes of each record, printed on its own, as it is asked for."""
        for index, raw in enumerate(records, 1):
            bound = self.bound(raw, index - 1)
            printed = self.sheet(bound)
            yield _result(index, bound, printed.pages if printed else 0, printed)

    def merge(self, records: Iterable[RawRecord], out: BinaryIO, *, pad_to_even: bool) -> Summary:
        """Print all records into one file on `out`."""
        stack = self.merged(out, pad_to_even=pad_to_even)
        rejected: list[Result] = []
        for index, raw in enumerate(records, 1):
            bound = self.bound(raw, index - 1)
            if not stack.add(bound):
                rejected.append(_result(index, bound, 0, None))
        stack.close()
        return Summary(stack.sheets, stack.pages, tuple(rejected))

    def digest(self) -> str:
        """Return a digest of all that decides how a record is printed, but the record itself."""
        return self._variants.digest()


class Stack:
    """One file with the sheets of many records; counts what is in it."""

    def __init__(self, merged: Merged) -> None:
        self._merged = merged
        self.sheets = 0
        self.pages = 0

    def add(self, bound: Bound) -> int:
        """Append a record and return its pages; 0 where its diagnostics now say why not."""
        if bound.variant is None or not bound.ok:
            return 0
        try:
            pages = self._merged.add(bound.variant.typesetter, bound.values, bound.values.key)
        except (DataError, LayoutError) as error:
            bound.diagnostics.extend(error.diagnostics)
            return 0
        self.sheets += 1
        self.pages += pages
        return pages

    def close(self) -> None:
        """Write the end of the file."""
        self._merged.close()


def _result(index: int, bound: Bound, pages: int, printed: Printed | None) -> Result:
    values, data = bound.values, printed.data if printed else b""
    return Result(index, values.key, values.sheet_id, pages, data, tuple(bound.diagnostics))
