"""Printing the sheets of a run as Word documents: one file a record, or one file for all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from formgen.layout import Typesetter
from formgen.model.values import Values
from formgen.writers.options import WordOptions
from formgen.writers.pdf.kept import Kept
from formgen.writers.press import Printed
from formgen.writers.word.document import WordDocument, build_document, uncommon
from formgen.writers.word.filling import IndexedFiller
from formgen.writers.word.merged import MergedWord

if TYPE_CHECKING:
    from formgen.text.fontbook import FontBook


class WordPress:
    """Prints sheets as Word documents. The document of a form is built once."""

    def __init__(
        self,
        book: FontBook,
        created: datetime | None = None,
        options: WordOptions = WordOptions(),  # noqa: B008 - a frozen value
    ) -> None:
        """Make a press; `created` is the date of its files, else that of the form."""
        self._book = book
        self._created = created
        self._options = options
        self._documents = Kept(self._document)
        self._fillers = Kept(IndexedFiller)

    def sheet(self, typesetter: Typesetter, values: Values) -> Printed:
        """Return the file of one record; raises DataError or LayoutError if it cannot be set."""
        if typesetter.outgrown(values):
            sheet, filled = typesetter.set(values)
        else:
            sheet, filled = typesetter.sheet, self._fillers.of(typesetter).filled(values)
        more = uncommon(filled) if self._options.embed_fonts else ""
        if sheet is typesetter.sheet and not more:
            document = self._documents.of(typesetter)
        else:
            document = build_document(sheet, self._book, self._created, self._options, more)
        return Printed(document.write(filled), len(sheet.pages))

    def merged(self, out: BinaryIO, title: str, *, pad_to_even: bool = False) -> MergedWord:
        """Start a merged file on `out`, which need not be seekable; see `Press`."""
        return MergedWord(
            out, title, self._book, self._created, self._options, pad_to_even=pad_to_even
        )

    def _document(self, typesetter: Typesetter) -> WordDocument:
        return build_document(typesetter.sheet, self._book, self._created, self._options)
