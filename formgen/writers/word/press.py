"""Printing the sheets of a run as Word documents: one file a record, or one file for all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from formgen.layout import Typesetter
from formgen.layout.boxes import Sheet
from formgen.model.imposition import Imposition
from formgen.model.values import Values
from formgen.writers.kept import Kept
from formgen.writers.options import WordOptions
from formgen.writers.press import IMPOSED, TOGETHER, Notes, Part, Printed, only_for_pdf
from formgen.writers.word.document import WordDocument, build_document, uncommon
from formgen.writers.word.filling import IndexedFiller
from formgen.writers.word.merged import MergedWord
from formgen.writers.word.quick import QuickDocument

if TYPE_CHECKING:
    from formgen.text.fontbook import FontBook


_MOST_RARE = 8
"""How many documents of a form are kept whose faces have rare characters: each takes megabytes."""


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
        self.notes = Notes()
        self._documents = Kept(self._document)
        self._rare: Kept[dict[str, WordDocument]] = Kept(lambda _: {})
        self._fillers = Kept(IndexedFiller)
        self._quick = Kept(self._quick_document)

    def sheet(self, typesetter: Typesetter, values: Values) -> Printed:
        """Return the file of one record; raises DataError or LayoutError if it cannot be set."""
        apart = typesetter.set_apart(values)
        if apart is None and not self._options.embed_fonts:
            data = self._quick.of(typesetter).write(values)
            return Printed(data, len(typesetter.sheet.pages))
        sheet, filled = apart or (typesetter.sheet, self._fillers.of(typesetter).filled(values))
        if apart:
            self.notes.of_sheet(sheet, typesetter.sheet, values)
        more = uncommon(filled) if self._options.embed_fonts else ""
        document = self._build(sheet, more) if apart else self._carrying(typesetter, more)
        return Printed(document.write(filled), len(sheet.pages))

    def sheets(self, parts: Sequence[Part]) -> Printed:
        """Raise UsageError: a document has the styles of one form."""
        raise only_for_pdf(TOGETHER)

    def merged(
        self,
        out: BinaryIO,
        title: str,
        *,
        pad_to_even: bool = False,
        imposition: Imposition | None = None,
    ) -> MergedWord:
        """Start a merged file on `out`, which need not be seekable; see `Press`.

        Raises UsageError for an imposition: a document has a page for each sheet.
        """
        if imposition:
            raise only_for_pdf(IMPOSED)
        return MergedWord(
            out, title, self._book, self._created, self._options, self.notes, self._fillers,
            pad_to_even=pad_to_even,
        )  # fmt: skip

    def _carrying(self, typesetter: Typesetter, rare: str) -> WordDocument:
        """Return the document of a form whose faces have rare characters, too."""
        if not rare:
            return self._documents.of(typesetter)
        known = self._rare.of(typesetter)
        if rare not in known:
            if len(known) >= _MOST_RARE:
                known.clear()
            known[rare] = self._build(typesetter.sheet, rare)
        return known[rare]

    def _document(self, typesetter: Typesetter) -> WordDocument:
        return self._build(typesetter.sheet)

    def _build(self, sheet: Sheet, more: str = "") -> WordDocument:
        document = build_document(sheet, self._book, self._created, self._options, more)
        self.notes.losses += (loss.diagnostic() for loss in document.losses)
        return document

    def _quick_document(self, typesetter: Typesetter) -> QuickDocument:
        return QuickDocument(self._documents.of(typesetter), self._fillers.of(typesetter))
