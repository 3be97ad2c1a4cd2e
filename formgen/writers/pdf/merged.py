"""Many sheets in one file, written as it grows.

what the sheets of a form share, once ─┐
per record: its values, its bookmark ──┴─▶ stream ── at the end: fonts, page tree, catalog
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import BinaryIO

from formgen.diagnostics import Diagnostics
from formgen.errors import DataError
from formgen.layout import Typesetter
from formgen.layout.boxes import FilledPage, Page, Sheet
from formgen.layout.fill import Filler
from formgen.model.values import Values
from formgen.text.fontbook import FontBook
from formgen.units import Pt
from formgen.writers.pdf.codes import FontCodes
from formgen.writers.pdf.content import numbers
from formgen.writers.pdf.fonts import embed_fonts
from formgen.writers.pdf.images import ImageNames, embed_image
from formgen.writers.pdf.kept import Kept
from formgen.writers.pdf.marks import draw_marks
from formgen.writers.pdf.pages import Outline, PageTree
from formgen.writers.pdf.recurring import RecurringFields
from formgen.writers.pdf.sheet import description_of, page_marks
from formgen.writers.pdf.shower import Operators, Shower
from formgen.writers.pdf.stream import PdfStream
from formgen.writers.pdf.syntax import Description, dictionary
from formgen.writers.pdf.values import ValuePage

_CALLED = re.compile(r"/([SV]\d+) Do")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page that is drawn and not yet written."""

    width: Pt
    height: Pt
    content: str
    images: ImageNames


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
        *,
        pad_to_even: bool,
    ) -> None:
        self._file = PdfStream(out)
        self._title, self._created = title, created
        self._pad_to_even = pad_to_even
        self._codes = FontCodes(book)
        self._tree = PageTree(self._file)
        self._outline = Outline(self._file)
        self._fonts, self._shared = self._file.reserve(), self._file.reserve()
        self._forms = Kept(lambda typesetter: self._form(kept.of(typesetter)))
        self._names: dict[str, str] = {}
        self._pictures: dict[bytes, str] = {}
        self._first: Sheet | None = None

    def add(self, typesetter: Typesetter, values: Values, bookmark: str = "") -> int:
        """Append a record's sheet, with a bookmark of that name if given; return its pages."""
        drawn = self._drawn(typesetter, values)
        self._first = self._first or typesetter.sheet
        numbers = [self._write(page) for page in drawn]
        if bookmark:
            self._outline.add(bookmark, numbers[0])
        if self._pad_to_even and len(drawn) % 2:
            self._tree.add(drawn[-1].width, drawn[-1].height, "")
            return len(drawn) + 1
        return len(drawn)

    def close(self) -> None:
        """Write the end of the file. Without it the file is not whole."""
        file = self._file
        file.put(self._fonts, dictionary(embed_fonts(self._codes, file)))
        file.put(self._shared, dictionary(self._names))
        self._tree.close(f"/Resources<</Font {self._fonts} 0 R/XObject {self._shared} 0 R>>")
        said = Description(self._title, "", "", "", self._created)
        if self._first:
            own = description_of(self._first, self._created)
            said = Description(self._title, own.author, own.subject, own.lang, own.created)
        file.close(said, self._tree.root, self._outline.close())

    def _drawn(self, typesetter: Typesetter, values: Values) -> list[_Drawn]:
        """Return the pages of a record. One that outgrows the blank sheet is drawn on its own."""
        if typesetter.outgrown(values):
            sheet, filled = typesetter.set(values)
            return [self._draw_whole(*page) for page in zip(sheet.pages, filled, strict=True)]
        problems = Diagnostics()
        filler = Filler(typesetter.book, values, problems, typesetter.sheet.geometry_id)
        drawn = [self._draw_values(page, filler) for page in self._forms.of(typesetter)]
        DataError.raise_if(problems)
        return drawn

    def _draw_whole(self, page: Page, filled: FilledPage) -> _Drawn:
        images = ImageNames()
        content = draw_marks(page_marks(page, filled), page.height, self._codes, images)
        return _Drawn(page.width, page.height, content, images)

    def _draw_values(self, form: _FormPage, filler: Filler) -> _Drawn:
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
        return _Drawn(page.width, page.height, "".join(others), images)

    # ---- what sheets share ------------------------------------------------------------------

    def _form(self, pages: Iterable[ValuePage]) -> list[_FormPage]:
        return [self._form_page(page) for page in pages]

    def _form_page(self, page: ValuePage) -> _FormPage:
        images = ImageNames()
        content = draw_marks(page.static, page.height, self._codes, images)
        layer = self._share("S", page, content, self._references(images))
        shower = Shower(page.height, page.style, self._codes)

        def share(drawn: Operators) -> str:
            return self._share("V", page, drawn[1] + shower.text_object([drawn[0]]))

        return _FormPage(page, layer, shower, RecurringFields(page.fields, shower, share))

    def _share(
        self, kind: str, page: ValuePage, content: str, pictures: Mapping[str, str] | None = None
    ) -> str:
        """Write a form XObject over a whole page and return what calls it."""
        entries = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": f"[0 0 {numbers(page.width, page.height)}]",
            "Resources": self._resources(pictures or {}),
        }
        name = f"{kind}{len(self._names) + 1}"
        self._names[name] = self._file.add_stream(content.encode("ascii"), entries)
        return f"/{name} Do\n"

    def _resources(self, objects: Mapping[str, str]) -> str:
        return f"<</Font {self._fonts} 0 R/XObject{dictionary(objects)}>>"

    # ---- pages ------------------------------------------------------------------------------

    def _write(self, page: _Drawn) -> int:
        """Write a page and return its number."""
        number = self._file.reserve()
        self._file.put_stream(number, page.content.encode("ascii"))
        entries = f"/Contents {number} 0 R"
        pictures = self._references(page.images)
        if pictures:
            called = {name: self._names[name] for name in _CALLED.findall(page.content)}
            entries += f"/Resources{self._resources(called | pictures)}"
        return self._tree.add(page.width, page.height, entries)

    def _references(self, images: ImageNames) -> dict[str, str]:
        """Return the references of pictures by name; each picture is embedded once."""
        found = {}
        for name, data in images:
            digest = blake2b(data, digest_size=16).digest()
            if digest not in self._pictures:
                self._pictures[digest] = embed_image(data, self._file)
            found[name] = self._pictures[digest]
        return found
