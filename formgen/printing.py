"""Printing many records of one form: bind each, set it, print it; a bad one stops no other.

This is the engine of `LoadedForm.batch` and of `formgen batch`; files are none of its business.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from formgen.diagnostics import Diagnostic, Diagnostics, Severity
from formgen.errors import DataError, FormgenError, LayoutError, UsageError
from formgen.layout.imposition import imposition_problems
from formgen.results import Result, Summary
from formgen.variants import BY_NAME, Binding
from formgen.writers import press_for
from formgen.writers.options import WordOptions
from formgen.writers.press import IMPOSED, Part, named, only_for_pdf

if TYPE_CHECKING:
    from formgen.data.joint import AnyBinder
    from formgen.data.sources import RawRecord
    from formgen.model.imposition import Imposition
    from formgen.model.values import Values
    from formgen.text.fontbook import FontBook
    from formgen.variants import Variant, Variants
    from formgen.writers.press import Merged, Press, Printed


class OnForm(NamedTuple):
    """What a record has on one of several forms."""

    variant: Variant
    values: Values


class Bound(NamedTuple):
    """A record with the form that it is printed on and its checked values.

    With an error among its diagnostics it cannot be printed, and has no form if none was found.
    Printed on several forms, it is `on_forms`; `values` are those of all of them.
    """

    variant: Variant | None
    values: Values
    diagnostics: Diagnostics
    on_forms: tuple[OnForm, ...] = ()

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
        book: FontBook | None = None,
    ) -> None:
        """Raise UsageError if there is no such kind or field, LayoutError for a wrong layout.

        `book` has the faces that are drawn, where the form's own has not all of them.
        """
        self._variants = variants
        self._binding = binding
        self._press: Press = press_for(kind, book or variants.book, created, word)
        self._losses: set[Diagnostic] = set()
        self.kind = kind
        variants.blank.binder("", binding)
        _ = variants.blank.typesetter

    @property
    def title(self) -> str:
        """The title of a file with all records."""
        return self._variants.blank.form.title

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was noticed while faces were opened and the blank sheet compiled and laid out."""
        found = [*self._variants.book.warnings]
        for blank in self._blanks:
            found += [*blank.warnings, *blank.typesetter.sheet.warnings]
        return tuple(dict.fromkeys(found))

    @property
    def _blanks(self) -> tuple[Variant, ...]:
        """The blank form; of several forms each."""
        return (self._variants.blank,)

    def binder(self, file: str = "") -> AnyBinder:
        """Return what binds the records of a data file to the fields of the blank form."""
        return self._variants.blank.binder(file, self._binding)

    def bound(self, raw: RawRecord, position: int) -> Bound:
        """Return a record with its checked values; `position` is its number in the data from 0."""
        return bound_on(self._variants, self._binding, raw, position)

    def sheet(self, bound: Bound) -> Printed | None:
        """Return a record's file, or None where its diagnostics now say why there is none."""
        if bound.variant is None or not bound.ok:
            return None
        try:
            printed = self._sheet(bound.variant, bound)
        except (DataError, LayoutError) as error:
            bound.refuse(error)
            return None
        self._note(bound, bound.variant)
        return printed

    def _sheet(self, variant: Variant, bound: Bound) -> Printed:
        return self._press.sheet(variant.typesetter, bound.values)

    def merged(
        self,
        out: BinaryIO,
        *,
        pad_to_even: bool = False,
        imposition: Imposition | None = None,
    ) -> Stack:
        """Start one file with the sheets of many records on `out`; raises what `imposed` does."""
        imposed = self.imposed(imposition, pad_to_even=pad_to_even)
        merged = self._press.merged(out, self.title, pad_to_even=pad_to_even, imposition=imposed)
        return Stack(merged, self._note)

    def imposed(self, asked: Imposition | None, *, pad_to_even: bool = False) -> Imposition | None:
        """Return how pages stand on larger paper: as it is asked for, else as the form says.

        Raises UsageError if they cannot. What only the form asks for is lost in Word.
        """
        own = next((blank.form.imposition for blank in self._blanks if blank.form.imposition), None)
        if self.kind != "pdf" and asked is None:
            if own:
                self._press.notes.losses.append(_not_imposed(own))
            return None
        imposition = asked or own
        if imposition:
            self._check_imposed(imposition, pad_to_even=pad_to_even)
        return imposition

    def _check_imposed(self, imposition: Imposition, *, pad_to_even: bool) -> None:
        if self.kind != "pdf":
            raise only_for_pdf(IMPOSED)
        problems = Diagnostics()
        if pad_to_even:
            message = "a page that shares its paper with others cannot begin on a new leaf"
            problems.error("pad-imposed", message, hint="leave one of the two out")
        pages = {(b.form.page.width, b.form.page.height): b.form for b in self._blanks}
        if len(pages) > 1:
            message = "forms on paper of different sizes cannot stand on one sheet"
            problems.error("other-page-size", message, hint="print them into files of their own")
        for width, height in pages:
            problems.extend(imposition_problems(imposition, width, height))
        UsageError.raise_if(problems)

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
        variants = (on.variant for on in bound.on_forms) if bound.on_forms else (variant,)
        for own, blank in zip(variants, self._blanks, strict=True):
            if own is not blank:
                found = own.warnings_beyond(blank)
                bound.diagnostics.extend(named(each, bound.values) for each in found)

    def results(self, records: Iterable[RawRecord]) -> Iterator[Result]:
        """Yield what comes of each record, printed on its own, as it is asked for.

        What the kind of file cannot say is said of the record where it is met first.
        """
        for index, raw in enumerate(records, 1):
            bound = self.bound(raw, index - 1)
            printed = self.sheet(bound)
            bound.diagnostics.extend(self.lost())
            yield _result(index, bound, printed.pages if printed else 0, printed)

    def merge(
        self,
        records: Iterable[RawRecord],
        out: BinaryIO,
        *,
        pad_to_even: bool = False,
        imposition: Imposition | None = None,
    ) -> Summary:
        """Print all records into one file on `out`."""
        steps = self.merging(records, out, pad_to_even=pad_to_even, imposition=imposition)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                summary: Summary = end.value
                return summary

    def merging(
        self,
        records: Iterable[RawRecord],
        out: BinaryIO,
        *,
        pad_to_even: bool = False,
        imposition: Imposition | None = None,
    ) -> Generator[None, None, Summary]:
        """Print all records into one file on `out`, a record a step; return what came of them."""
        rejected: list[Result] = []
        warnings: list[Diagnostic] = []
        with self.merged(out, pad_to_even=pad_to_even, imposition=imposition) as stack:
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

    @property
    def pages(self) -> int:
        """How many pages the file has by now."""
        return self._merged.pages

    @property
    def next(self) -> int:
        """The page of the file on which the next record begins, from 1."""
        return self._merged.next

    def add(self, bound: Bound) -> int:
        """Append a record and return its pages; 0 where its diagnostics now say why not."""
        if bound.variant is None or not bound.ok:
            return 0
        try:
            pages = self._append(bound.variant, bound)
        except (DataError, LayoutError) as error:
            bound.refuse(error)
            return 0
        self._note(bound, bound.variant)
        self.sheets += 1
        return pages

    def _append(self, variant: Variant, bound: Bound) -> int:
        key = bound.values.key
        if bound.on_forms:
            parts = [Part(on.variant.typesetter, on.values) for on in bound.on_forms]
            return self._merged.add_all(parts, key)
        return self._merged.add(variant.typesetter, bound.values, key)

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


def bound_on(
    variants: Variants, binding: Binding, raw: RawRecord, position: int, form_id: str = ""
) -> Bound:
    """Return a record with its checked values on one form.

    `form_id` is the form that its sheet id follows from, if that is another one.
    """
    problems = Diagnostics()
    try:
        variant = variants.of(raw, binding)
    except LayoutError as error:
        values = variants.blank.bound(raw, problems, position, binding, form_id)
        bound = Bound(None, values, problems)
        bound.refuse(error)
        return bound
    return Bound(variant, variant.bound(raw, problems, position, binding, form_id), problems)


def _not_imposed(imposition: Imposition) -> Diagnostic:
    message = "in Word each record has a page of its own; only PDF puts many on a sheet"
    return Diagnostic("word-imposition", message, imposition.place, "", Severity.WARNING)


def _result(index: int, bound: Bound, pages: int, printed: Printed | None) -> Result:
    values, data = bound.values, printed.data if printed else b""
    return Result(index, values.key, values.sheet_id, pages, data, tuple(bound.diagnostics))
