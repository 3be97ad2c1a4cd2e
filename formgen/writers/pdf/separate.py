"""A file for each record: what all files of a form share is written once, as bytes.

shared: catalog, pages, static layers, their fonts ─┐
per record: contents, fonts of its values ──────────┴─▶ one whole file
"""

from __future__ import annotations

from datetime import datetime

from formgen.diagnostics import Diagnostics
from formgen.errors import DataError
from formgen.layout import Typesetter
from formgen.layout.fill import Filler
from formgen.model.values import Values
from formgen.writers.pdf.codes import FontCodes
from formgen.writers.pdf.content import numbers
from formgen.writers.pdf.fonts import Subsets, embed_fonts
from formgen.writers.pdf.frame import add_catalog, put_pages
from formgen.writers.pdf.images import ImageNames, embed_images
from formgen.writers.pdf.marks import draw_marks
from formgen.writers.pdf.section import Section
from formgen.writers.pdf.sheet import description_of
from formgen.writers.pdf.shower import Shower
from formgen.writers.pdf.syntax import dictionary
from formgen.writers.pdf.values import ValuePage

BEST, FAST = 9, 1
"""How hard streams are compressed: those of many files, and those of one."""


class SheetFiles:
    """Prints the records of one form that do not outgrow its blank sheet, each as a file."""

    def __init__(
        self,
        typesetter: Typesetter,
        pages: tuple[ValuePage, ...],
        subsets: Subsets,
        created: datetime | None,
    ) -> None:
        """Draw and write what the files share."""
        self._typesetter = typesetter
        self._pages = pages
        self._subsets = subsets
        self._drawable: dict[str, set[int]] = {}
        self._section = Section(BEST)
        self._resources = self._section.reserve()
        self._contents = [self._section.reserve() for _ in pages]
        self._layers = self._draw_layers()
        tree, blank = self._section.reserve(), typesetter.sheet
        contents = zip(blank.pages, self._contents, strict=True)
        put_pages(self._section, tree, contents, self._resources)
        self._trailer = add_catalog(self._section, tree, description_of(blank, created))
        self._shared = self._section.data()

    def file(self, values: Values) -> bytes:
        """Return the file of a record; raises DataError with every value that cannot be set."""
        problems = Diagnostics()
        typesetter = self._typesetter
        filler = Filler(typesetter.book, values, problems, typesetter.sheet.geometry_id)
        codes, images = FontCodes(typesetter.book, self._drawable), ImageNames()
        contents = [content_of(page, filler, codes, images) for page in self._pages]
        DataError.raise_if(problems)
        own = self._section.after(FAST)
        for number, layer, content in zip(self._contents, self._layers, contents, strict=True):
            own.put_stream(number, f"/{layer} Do\n{content}".encode("ascii"))
        fonts = embed_fonts(codes, own, self._subsets)
        pictures = embed_images(images, own)
        resources = {"Font": dictionary(fonts), "XObject": dictionary(self._layers | pictures)}
        own.put(self._resources, dictionary(resources))
        return own.whole_file(self._section, self._shared, self._trailer)

    def _draw_layers(self) -> dict[str, str]:
        """Write the static layers of the pages and return their references by name."""
        section, codes, images = self._section, FontCodes(self._typesetter.book), ImageNames()
        contents = [draw_marks(p.static, p.height, codes, images) for p in self._pages]
        fonts = dictionary(embed_fonts(codes, section, self._subsets))
        resources = {"Font": fonts, "XObject": dictionary(embed_images(images, section))}
        layers = {}
        for number, (page, content) in enumerate(zip(self._pages, contents, strict=True), 1):
            entries = {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": f"[0 0 {numbers(page.width, page.height)}]",
                "Resources": dictionary(resources),
            }
            layers[f"S{number}"] = section.add_stream(content.encode("ascii"), entries)
        return layers


def content_of(page: ValuePage, filler: Filler, codes: FontCodes, images: ImageNames) -> str:
    """Return what a record adds to a page."""
    shower = Shower(page.height, page.style, codes)
    values = filler.values
    texts, others = [], []
    for field in (*page.fields, *page.pictures):
        value = values.get(field.name)
        if value is not None:
            text, other = field.operators(value, filler, shower, images)
            texts.append(text)
            others.append(other)
    for identity in page.identities:
        text, other = identity.operators(filler, shower)
        texts.append(text)
        others.append(other)
    return "".join(others) + shower.text_object(texts)
