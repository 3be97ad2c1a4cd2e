"""A file for a record that is printed on several forms, one behind the other.

shared: catalog, static layers of all forms, their fonts ───────────────┐
per record: pages, contents, fonts of its values, a bookmark to each form ─┴─▶ one whole file
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from formgen.diagnostics import Diagnostics
from formgen.errors import DataError
from formgen.layout import Typesetter
from formgen.layout.boxes import Page, Sheet
from formgen.layout.fill import Filler
from formgen.model.values import Values
from formgen.text.fontbook import FontBook
from formgen.writers.pdf.codes import FontCodes
from formgen.writers.pdf.content import numbers
from formgen.writers.pdf.fonts import Subsets, embed_fonts
from formgen.writers.pdf.frame import put_pages
from formgen.writers.pdf.images import ImageNames, embed_images
from formgen.writers.pdf.marks import draw_marks
from formgen.writers.pdf.pages import Outline
from formgen.writers.pdf.section import Section
from formgen.writers.pdf.separate import BEST, FAST, content_of
from formgen.writers.pdf.sheet import description_of, page_marks
from formgen.writers.pdf.syntax import catalog_of, dictionary, text_string
from formgen.writers.pdf.values import ValuePage
from formgen.writers.press import Notes, Part, each_made

Joined: TypeAlias = tuple[Typesetter, tuple[ValuePage, ...]]
"""A form and its pages, ready to take values."""

_Drawn: TypeAlias = list[tuple[Page, str]]


class JointFiles:
    """Prints the records of several forms, each as a file with all of them."""

    def __init__(
        self,
        forms: Sequence[Joined],
        book: FontBook,
        subsets: Subsets,
        notes: Notes,
        created: datetime | None,
    ) -> None:
        """Draw and write what the files share."""
        self._book, self._subsets, self._notes = book, subsets, notes
        self._drawable: dict[str, set[int]] = {}
        self._section = Section(BEST)
        self._tree, self._resources = self._section.reserve(), self._section.reserve()
        self._pages = dict(forms)
        self._layers = {typesetter: self._draw_layers(pages) for typesetter, pages in forms}
        self._trailer = self._put_catalog(forms[0][0].sheet, created)
        self._shared = self._section.data()

    def file(self, parts: Sequence[Part]) -> tuple[bytes, int]:
        """Return the file of a record and how many pages it has.

        Raises DataError or LayoutError with all that keeps any of its sheets from being set.
        """
        codes, images = FontCodes(self._book, self._drawable), ImageNames()
        drawn = each_made(parts, lambda setter, values: self._drawn(setter, values, codes, images))
        own = self._section.after(FAST)
        pages = [page for each in drawn for page in each]
        contents = [(page, own.reserve()) for page, _ in pages]
        for (_, number), (_, content) in zip(contents, pages, strict=True):
            own.put_stream(number, content.encode("ascii"))
        kids = put_pages(own, self._tree, contents, self._resources)
        self._put_outline(own, parts, [len(each) for each in drawn], kids)
        fonts, pictures = embed_fonts(codes, own, self._subsets), embed_images(images, own)
        layers = {name: at for layers in self._layers.values() for name, at in layers.items()}
        resources = {"Font": dictionary(fonts), "XObject": dictionary(layers | pictures)}
        own.put(self._resources, dictionary(resources))
        return own.whole_file(self._section, self._shared, self._trailer), len(pages)

    def _drawn(
        self, typesetter: Typesetter, values: Values, codes: FontCodes, images: ImageNames
    ) -> _Drawn:
        """Return the pages of one form and what draws each; raises what setting it raises."""
        apart = typesetter.set_apart(values)
        if apart:
            self._notes.of_sheet(apart[0], typesetter.sheet, values)
            return [
                (page, draw_marks(page_marks(page, fill), page.height, codes, images))
                for page, fill in zip(apart[0].pages, apart[1], strict=True)
            ]
        problems = Diagnostics()
        filler = Filler(typesetter.book, values, problems, typesetter.sheet.geometry_id)
        pages, layers = self._pages[typesetter], self._layers[typesetter]
        contents = [
            f"/{layer} Do\n{content_of(page, filler, codes, images)}"
            for page, layer in zip(pages, layers, strict=True)
        ]
        DataError.raise_if(problems)
        return list(zip(typesetter.sheet.pages, contents, strict=True))

    def _draw_layers(self, pages: Sequence[ValuePage]) -> dict[str, str]:
        """Write the static layers of a form's pages and return their references by name."""
        section, codes, images = self._section, FontCodes(self._book), ImageNames()
        contents = [draw_marks(p.static, p.height, codes, images) for p in pages]
        fonts = dictionary(embed_fonts(codes, section, self._subsets))
        resources = {"Font": fonts, "XObject": dictionary(embed_images(images, section))}
        layers = {}
        for page, content in zip(pages, contents, strict=True):
            entries = {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": f"[0 0 {numbers(page.width, page.height)}]",
                "Resources": dictionary(resources),
            }
            reference = section.add_stream(content.encode("ascii"), entries)
            layers[f"S{reference.split()[0]}"] = reference
        return layers

    def _put_catalog(self, first: Sheet, created: datetime | None) -> dict[str, str]:
        """Write catalog and information, and return the entries of the trailer that name them."""
        said = description_of(first, created)
        texts = {name: text_string(text) for name, text in said.information().items()}
        self._bookmarks = self._section.reserve()
        entries = catalog_of(said, f"{self._tree} 0 R")
        entries |= {"Outlines": f"{self._bookmarks} 0 R", "PageMode": "/UseOutlines"}
        root = self._section.add_dictionary(entries)
        return {"Root": root, "Info": self._section.add_dictionary(texts)}

    def _put_outline(
        self, own: Section, parts: Sequence[Part], counts: Sequence[int], kids: Sequence[str]
    ) -> None:
        """Write a bookmark to the first page of each form."""
        outline, at = Outline(own, self._bookmarks), 0
        for part, count in zip(parts, counts, strict=True):
            outline.add(part.typesetter.sheet.title, f"[{kids[at]}/Fit]")
            at += count
        outline.close()
