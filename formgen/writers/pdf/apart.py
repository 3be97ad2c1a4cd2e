"""A file for a record that outgrows the blank sheet of its form, and so has pages of its own.

shared: catalog, fonts and pictures of what stands on the blank sheet ─┐
per record: pages, contents, fonts of what is new there ───────────────┴─▶ one whole file
"""

from __future__ import annotations

from datetime import datetime

from formgen.layout import Typesetter
from formgen.layout.boxes import FilledPage, Mark, Sheet
from formgen.writers.pdf.codes import FaceCodes, FontCodes, FurtherCodes
from formgen.writers.pdf.fonts import Subsets, embed_fonts
from formgen.writers.pdf.frame import add_catalog, put_pages
from formgen.writers.pdf.images import ImageNames, embed_images
from formgen.writers.pdf.marks import draw_marks
from formgen.writers.pdf.section import Section
from formgen.writers.pdf.separate import BEST, FAST
from formgen.writers.pdf.sheet import description_of, page_marks
from formgen.writers.pdf.syntax import dictionary


class ApartFiles:
    """Prints the records of one form that are laid out on their own, each as a file."""

    def __init__(self, typesetter: Typesetter, subsets: Subsets, created: datetime | None) -> None:
        """Write what the files share: most of what such a sheet says stands on the blank one."""
        self._book = typesetter.book
        self._subsets = subsets
        self._drawable: dict[str, set[int]] = {}
        self._section = Section(BEST)
        self._tree, self._resources = self._section.reserve(), self._section.reserve()
        codes, self._images = FontCodes(self._book, self._drawable), ImageNames()
        for page in typesetter.sheet.pages:
            standing = [item for item in page.items if isinstance(item, Mark)]
            draw_marks(standing, page.height, codes, self._images)
        self._codes: dict[str, FaceCodes] = {each.face.key: each for each in codes}
        self._fonts = embed_fonts(codes, self._section, subsets)
        self._pictures = embed_images(self._images, self._section)
        said = description_of(typesetter.sheet, created)
        self._trailer = add_catalog(self._section, self._tree, said)
        self._shared = self._section.data()

    def file(self, sheet: Sheet, filled: tuple[FilledPage, ...]) -> bytes:
        """Return the file of a sheet of this form with the marks of a record."""
        codes = FurtherCodes(self._book, self._drawable, self._codes)
        images = self._images.further()
        own = self._section.after(FAST)
        contents = []
        for page, fill in zip(sheet.pages, filled, strict=True):
            content = draw_marks(page_marks(page, fill), page.height, codes, images)
            contents.append((page, own.reserve()))
            own.put_stream(contents[-1][1], content.encode("ascii"))
        put_pages(own, self._tree, contents, self._resources)
        fonts = self._fonts | embed_fonts(codes, own, self._subsets)
        pictures = self._pictures | embed_images(images, own)
        resources = {"Font": dictionary(fonts), "XObject": dictionary(pictures)}
        own.put(self._resources, dictionary(resources))
        return own.whole_file(self._section, self._shared, self._trailer)
