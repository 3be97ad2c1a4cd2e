"""Printing the sheets of a run as PDF: one file a record, or one file for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from formgen.layout import Typesetter
from formgen.model.imposition import Imposition
from formgen.model.values import Values
from formgen.writers.kept import MOST_KEPT, Kept
from formgen.writers.pdf.apart import ApartFiles
from formgen.writers.pdf.fonts import Subsets
from formgen.writers.pdf.joint import JointFiles
from formgen.writers.pdf.merged import MergedPdf
from formgen.writers.pdf.separate import SheetFiles
from formgen.writers.pdf.values import value_pages
from formgen.writers.press import Notes, Part, Printed

if TYPE_CHECKING:
    from formgen.text.fontbook import FontBook


class PdfPress:
    """Prints sheets as PDF. What sheets of one form share is worked out once."""

    def __init__(self, book: FontBook, created: datetime | None) -> None:
        """Make a press; `created` is the creation date of its files, else that of the form."""
        self._book = book
        self._created = created
        self.notes = Notes()
        self._kept = Kept(value_pages)
        self._subsets = Subsets()
        self._files = Kept(self._make_files)
        self._joint: dict[tuple[Typesetter, ...], JointFiles] = {}
        self._apart = Kept(lambda typesetter: ApartFiles(typesetter, self._subsets, created))

    def sheet(self, typesetter: Typesetter, values: Values) -> Printed:
        """Return the file of one record; raises DataError or LayoutError if it cannot be set."""
        apart = typesetter.set_apart(values)
        if apart:
            self.notes.of_sheet(apart[0], typesetter.sheet, values)
            return Printed(self._apart.of(typesetter).file(*apart), len(apart[0].pages))
        return Printed(self._files.of(typesetter).file(values), len(typesetter.sheet.pages))

    def sheets(self, parts: Sequence[Part]) -> Printed:
        """Return the file of what a record has on several forms; see `Press`."""
        key = tuple(part.typesetter for part in parts)
        files = self._joint.get(key)
        if files is None:
            if len(self._joint) >= MOST_KEPT:
                self._joint.clear()
            forms = [(typesetter, self._kept.of(typesetter)) for typesetter in key]
            about = (self._book, self._subsets, self.notes, self._created)
            files = self._joint[key] = JointFiles(forms, *about)
        return Printed(*files.file(parts))

    def _make_files(self, typesetter: Typesetter) -> SheetFiles:
        return SheetFiles(typesetter, self._kept.of(typesetter), self._subsets, self._created)

    def merged(
        self,
        out: BinaryIO,
        title: str,
        *,
        pad_to_even: bool = False,
        imposition: Imposition | None = None,
    ) -> MergedPdf:
        """Start a merged file on `out`, which need not be seekable; see `Press`."""
        return MergedPdf(
            out, title, self._book, self._created, self._kept, self.notes,
            pad_to_even=pad_to_even, imposition=imposition,
        )  # fmt: skip
