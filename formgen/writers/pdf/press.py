"""Printing the sheets of a run as PDF: one file a record, or one file for all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from formgen.layout import Typesetter
from formgen.model.values import Values
from formgen.writers.pdf.fonts import Subsets
from formgen.writers.pdf.kept import Kept
from formgen.writers.pdf.merged import MergedPdf
from formgen.writers.pdf.separate import SheetFiles
from formgen.writers.pdf.values import value_pages
from formgen.writers.press import Printed

if TYPE_CHECKING:
    from formgen.text.fontbook import FontBook


class PdfPress:
    """Prints sheets as PDF. What sheets of one form share is worked out once."""

    def __init__(self, book: FontBook, created: datetime | None) -> None:
        """Make a press; `created` is the creation date of its files, else that of the form."""
        self._book = book
        self._created = created
        self._kept = Kept(value_pages)
        self._subsets = Subsets()
        self._files = Kept(self._make_files)

    def sheet(self, typesetter: Typesetter, values: Values) -> Printed:
        """Return the file of one record; raises DataError or LayoutError if it cannot be set."""
        if typesetter.outgrown(values):
            from formgen.writers.pdf.document import write_pdf

            sheet, filled = typesetter.set(values)
            data = write_pdf(sheet, filled, self._book, self._created, self._subsets)
            return Printed(data, len(sheet.pages))
        return Printed(self._files.of(typesetter).file(values), len(typesetter.sheet.pages))

    def _make_files(self, typesetter: Typesetter) -> SheetFiles:
        return SheetFiles(typesetter, self._kept.of(typesetter), self._subsets, self._created)

    def merged(self, out: BinaryIO, title: str, *, pad_to_even: bool = False) -> MergedPdf:
        """Start a merged file on `out`, which need not be seekable; see `Press`."""
        return MergedPdf(out, title, self._book, self._created, self._kept, pad_to_even=pad_to_even)
