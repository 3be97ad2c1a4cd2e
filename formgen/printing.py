"""Printing many records of one form: bind each, set it, print it; a bad one stops no other.

This is the engine of `LoadedForm.batch` and of `formgen batch`; files are none of its business.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from formgen.diagnostics import Diagnostic, Diagnostics
from formgen.errors import DataError, FormgenError, LayoutError
from formgen.results import Result, Summary
from formgen.variants import BY_NAME, Binding
from formgen.writers import press_for
from formgen.writers.options import WordOptions
from formgen.writers.press import named

if TYPE_CHECKING:
    from formgen.data.bind import Binder
    from formgen.data.sources import RawRecord
    from formgen.model.values import Values
    from formgen.variants import Variant, Variants
    from formgen.writers.press import Merged, Press, Printed


class Bound(NamedTuple):
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

    def refuse(self, error: FormgenError) -> None:
        """Add why the record cannot be set; what is wrong with a layout names the record, too."""
        found = error.diagnostics
        if isinstance(error, LayoutError):
            found = tuple(named(each, self.values) for each in found)
        self.diagnostics.extend(found)


class Printer:
    """Prints the records of one form as files of one kind; keeps what its sheets share."""

    def __init__(
        self,
        variants: Variants,
        kind: str = "pdf",
        binding: Binding = BY_NAME,
        created: datetime | None = None,
        word: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
    ) -> None:
        """Raise UsageError if there is no such kind or field, LayoutError for a wrong layout."""
        self._variants = variants
        self._binding = binding
        self._press: Press = press_for(kind, variants.book, created, word)
        self._losses: set[Diagnostic] = set()
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
            values = self._variants.blank.bound(raw, problems, position, self._binding)
            bound = Bound(None, values, problems)
            bound.refuse(error)
            return bound
        return Bound(variant, variant.bound(raw, problems, position, self._binding), problems)

    def sheet(self, bound: Bound) -> Printed | None:
        """Return a record's file, or None where its diagnostics now say why there is none."""
        if bound.variant is None or not bound.ok:
            return None
        try:
            printed = self._press.sheet(bound.variant.typesetter, bound.values)
        except (DataError, LayoutError) as error:
            bound.refuse(error)
            return None
        self._note(bound, bound.variant)
        return printed

    def merged(self, out: BinaryIO, title: str = "", *, pad_to_even: bool = False) -> Stack:
        """Start one file with the sheets of many records on `out`."""
        title = title or self._variants.blank.form.title
        return Stack(self._press.merged(out, title, pad_to_even=pad_to_even), self._note)

    def lost(self) -> tuple[Diagnostic, ...]:
        """Return what the kind of file cannot say, each once; nothing that was returned before."""
        noted = self._press.notes.losses
        if not noted:
            return ()
        new = tuple(each for each in dict.fromkeys(noted) if each not in self._losses)
        noted.clear()
        self._losses.update(new)
        return new

    def _note(self, bound: Bound, variant: Variant) -> None:
        """Add the warnings of a record's sheet to its diagnostics, apart from the blank sheet's."""
        noted = self._press.notes.warnings
        if noted:
            bound.diagnostics.extend(noted)
            noted.clear()
        if variant is not self._variants.blank:
            own = variant.warnings_beyond(self._variants.blank)
            bound.diagnostics.extend(named(each, bound.values) for each in own)

    def results(self, records: Iterable[RawRecord]) -> Iterator[Result]:
        """Yield what comes of each record, printed on its own, as it is asked for.

        What the kind of file cannot say is said of the record where it is met first.
        """
        for index, raw in enumerate(records, 1):
            bound = self.bound(raw, index - 1)
            printed = self.sheet(bound)
            bound.diagnostics.extend(self.lost())
            yield _result(index, bound, printed.pages if printed else 0, printed)

    def merge(self, records: Iterable[RawRecord], out: BinaryIO, *, pad_to_even: bool) -> Summary:
        """Print all records into one file on `out`."""
        steps = self.merging(records, out, pad_to_even=pad_to_even)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                summary: Summary = end.value
                return summary

    def merging(
        self, records: Iterable[RawRecord], out: BinaryIO, *, pad_to_even: bool
    ) -> Generator[None, None, Summary]:
        """Print all records into one file on `out`, a record a step; return what came of them."""
        rejected: list[Result] = []
        warnings: list[Diagnostic] = []
        with self.merged(out, pad_to_even=pad_to_even) as stack:
            for index, raw in enumerate(records, 1):
                bound = self.bound(raw, index - 1)
                if stack.add(bound):
                    warnings += bound.diagnostics
                else:
                    rejected.append(_result(index, bound, 0, None))
                yield
            stack.close()
        return Summary(stack.sheets, stack.pages, tuple(rejected), (*warnings, *self.lost()))

    def digest(self) -> str:
        """Return a digest of all that decides how a record is printed, but the record itself."""
        return self._variants.digest()


class Stack:
    """One file with the sheets of many records; counts what is in it.

    As a context it is let go of at the end; `close` makes it whole.
    """

    def __init__(self, merged: Merged, note: Callable[[Bound, Variant], None]) -> None:
        self._merged = merged
        self._note = note
        self.sheets = 0
        self.pages = 0

    def add(self, bound: Bound) -> int:
        """Append a record and return its pages; 0 where its diagnostics now say why not."""
        if bound.variant is None or not bound.ok:
            return 0
        try:
            pages = self._merged.add(bound.variant.typesetter, bound.values, bound.values.key)
        except (DataError, LayoutError) as error:
            bound.refuse(error)
            return 0
        self._note(bound, bound.variant)
        self.sheets += 1
        self.pages += pages
        return pages

    def close(self) -> None:
        """Write the end of the file."""
        self._merged.close()

    def discard(self) -> None:
        """Let go of what is kept aside for the file, whole or not; nothing more is written."""
        self._merged.discard()

    def __enter__(self) -> Stack:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()


def _result(index: int, bound: Bound, pages: int, printed: Printed | None) -> Result:
    values, data = bound.values, printed.data if printed else b""
    return Result(index, values.key, values.sheet_id, pages, data, tuple(bound.diagnostics))
