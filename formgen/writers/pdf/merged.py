"""Many sheets in one file, written as it grows.

what the sheets of a form share, once ─┐
per record: its values, its bookmark ──┴─▶ sheets ─▶ stream ─ at the end: fonts, tree, catalog
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import BinaryIO

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostics
from formgen.errors import DataError
from formgen.layout import Typesetter
from formgen.layout.boxes import FilledPage, Page, Sheet
from formgen.layout.fill import Filler
from formgen.layout.imposition import Grid
from formgen.model.imposition import Imposition
from formgen.model.values import Values
from formgen.text.fontbook import FontBook
from formgen.writers.kept import Kept
from formgen.writers.pdf.codes import FontCodes
from formgen.writers.pdf.fonts import embed_fonts
from formgen.writers.pdf.images import ImageNames
from formgen.writers.pdf.marks import draw_marks
from formgen.writers.pdf.pages import Outline, PageTree
from formgen.writers.pdf.recurring import RecurringFields
from formgen.writers.pdf.shared import SharedObjects
from formgen.writers.pdf.sheet import description_of, page_marks
from formgen.writers.pdf.sheets import Drawn, ImposedSheets, OwnSheets, Sheets
from formgen.writers.pdf.shower import Operators, Shower
from formgen.writers.pdf.stream import PdfStream
from formgen.writers.pdf.syntax import Description
from formgen.writers.pdf.values import ValuePage
from formgen.writers.press import Notes, Part, each_made


@dataclass(frozen=True, slots=True)
class _FormPage:
    """A page of a form in this file: what calls its static layer, and its fields."""

    page: ValuePage
    layer: str
    shower: Shower
    fields: RecurringFields


class MergedPdf:
    """A PDF file with the sheets of many records."""

    def __init__(
        self,
        out: BinaryIO,
        title: str,
        book: FontBook,
        created: datetime | None,
        kept: Kept[tuple[ValuePage, ...]],
        notes: Notes,
        *,
        pad_to_even: bool,
        imposition: Imposition | None = None,
    ) -> None:
        self._file = PdfStream(out)
        self._title, self._created = title, created
        self._notes = notes
        self._pad_to_even = pad_to_even
        self._codes = FontCodes(book)
        self._tree = PageTree(self._file)
        self._outline = Outline(self._file)
        self._shared = SharedObjects(self._file)
        self._sheets = self._sheets_for(imposition)
        self._forms = Kept(lambda typesetter: self._form(kept.of(typesetter)))
        self._first: Sheet | None = None

    @property
    def pages(self) -> int:
        """How many pages the file has by now."""
        return self._sheets.count

    @property
    def next(self) -> int:
        """The page of the file on which the next record begins, from 1."""
        return self._sheets.next

    def add(self, typesetter: Typesetter, values: Values, bookmark: str = "") -> int:
        """Append a record's sheet, with a bookmark of that name if given; return its pages."""
        drawn = self._drawn(typesetter, values)
        self._sheets.check(drawn)
        self._first = self._first or typesetter.sheet
        destination = self._write(drawn)
        if bookmark:
            self._outline.add(bookmark, destination)
        return len(drawn) + self._padded(drawn)

    def add_all(self, parts: Sequence[Part], bookmark: str = "") -> int:
        """Append what a record has on several forms, all of it or nothing; return its pages.

        Below the record's bookmark each form has one.
        """
        drawn = each_made(parts, self._drawn)
        self._sheets.check([page for pages in drawn for page in pages])
        self._first = self._first or parts[0].typesetter.sheet
        destinations = [self._write(pages) for pages in drawn]
        if bookmark:
            titles = (part.typesetter.sheet.title for part in parts)
            below = list(zip(titles, destinations, strict=True))
            self._outline.add(bookmark, destinations[0], below)
        return sum(len(pages) + self._padded(pages) for pages in drawn)

    def close(self) -> None:
        """Write the end of the file. Without it the file is not whole."""
        file = self._file
        self._sheets.close()
        self._tree.close(self._shared.close(embed_fonts(self._codes, file)))
        said = Description(self._title, "", "", "", self._created)
        if self._first:
            own = description_of(self._first, self._created)
            said = Description(self._title, own.author, own.subject, own.lang, own.created)
        file.close(said, self._tree.root, self._outline.close())

    def discard(self) -> None:
        """Let go of the file; nothing more is written."""

    def _drawn(self, typesetter: Typesetter, values: Values) -> list[Drawn]:
        """Return the pages of a record. One that outgrows the blank sheet is drawn on its own."""
        apart = typesetter.set_apart(values)
        if apart:
            sheet, filled = apart
            self._notes.of_sheet(sheet, typesetter.sheet, values)
            return [self._draw_whole(*page) for page in zip(sheet.pages, filled, strict=True)]
        problems = Diagnostics()
        filler = Filler(typesetter.book, values, problems, typesetter.sheet.geometry_id)
        drawn = [self._draw_values(page, filler) for page in self._forms.of(typesetter)]
        DataError.raise_if(problems)
        return drawn

    def _draw_whole(self, page: Page, filled: FilledPage) -> Drawn:
        images = ImageNames()
        content = draw_marks(page_marks(page, filled), page.height, self._codes, images)
        return Drawn(page.width, page.height, content, images)

    def _draw_values(self, form: _FormPage, filler: Filler) -> Drawn:
        page, shower, values, images = form.page, form.shower, filler.values, ImageNames()
        texts: list[str] = []
        others = [form.layer]
        form.fields.add(filler, texts, others)
        for field in page.pictures:
            value = values.get(field.name)
            if value is not None:
                others.append(field.operators(value, filler, shower, images)[1])
        for identity in page.identities:
            figures, symbol = identity.operators(filler, shower)
            texts.append(figures)
            others.append(symbol)
        others.append(shower.text_object(texts))
        return Drawn(page.width, page.height, "".join(others), images)

    # ---- what sheets share ------------------------------------------------------------------

    def _form(self, pages: Iterable[ValuePage]) -> list[_FormPage]:
        return [self._form_page(page) for page in pages]

    def _form_page(self, page: ValuePage) -> _FormPage:
        size, images, shared = (page.width, page.height), ImageNames(), self._shared
        content = draw_marks(page.static, page.height, self._codes, images)
        layer = shared.share("S", size, content, shared.references(images))
        shower = Shower(page.height, page.style, self._codes)

        def share(drawn: Operators) -> str:
            return shared.share("V", size, drawn[1] + shower.text_object([drawn[0]]), {})

        return _FormPage(page, layer, shower, RecurringFields(page.fields, shower, share))

    # ---- pages ------------------------------------------------------------------------------

    def _sheets_for(self, imposition: Imposition | None) -> Sheets:
        own = (self._file, self._tree, self._shared)
        if imposition is None:
            return OwnSheets(*own)

        def marks_of(grid: Grid) -> str:
            return draw_marks(grid.marks, grid.height, self._codes, ImageNames())

        return ImposedSheets(*own, imposition, marks_of)

    def _write(self, pages: Sequence[Drawn]) -> str:
        """Write the pages of a form and return the destination that leads to the first."""
        destinations = [self._sheets.add(page) for page in pages]
        if self._padded(pages):
            width, height, *_ = pages[-1]
            self._sheets.add(Drawn(width, height, "", ImageNames()))
        return destinations[0]

    def _padded(self, pages: Sequence[Drawn]) -> int:
        """Return how many empty pages stand behind those of a form."""
        return len(pages) % 2 if self._pad_to_even else 0
