"""Drawn pages as pages of a file: each for itself, or many on a sheet of larger paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from formgen.errors import LayoutError
from formgen.layout.imposition import Grid, grid_of
from formgen.model.imposition import Imposition
from formgen.units import Pt, to_mm
from formgen.writers.pdf.content import numbers
from formgen.writers.pdf.images import ImageNames
from formgen.writers.pdf.pages import PageTree
from formgen.writers.pdf.shared import SharedObjects
from formgen.writers.pdf.stream import PdfStream


class Drawn(NamedTuple):
    """A page that is drawn and not yet written."""

    width: Pt
    height: Pt
    content: str
    images: ImageNames


class Sheets(Protocol):
    """Writes pages; `count` is how many the file has by now, `next` where the next will stand."""

    @property
    def count(self) -> int:
        """How many pages the file has."""
        ...

    @property
    def next(self) -> int:
        """The page of the file on which the next drawn page will stand, from 1."""
        ...

    def check(self, pages: Sequence[Drawn]) -> None:
        """Raise LayoutError if pages cannot stand here."""
        ...

    def add(self, page: Drawn) -> str:
        """Write a page and return the destination that leads to it."""
        ...

    def close(self) -> None:
        """Write what is left."""
        ...


class OwnSheets:
    """Each page on a sheet of its own."""

    def __init__(self, file: PdfStream, tree: PageTree, shared: SharedObjects) -> None:
        self._file, self._tree, self._shared = file, tree, shared
        self.count = 0

    @property
    def next(self) -> int:
        """The page after the last one."""
        return self.count + 1

    def check(self, pages: Sequence[Drawn]) -> None:
        """Take pages of any size."""

    def add(self, page: Drawn) -> str:
        """Write a page and return the destination that leads to it."""
        entries = ""
        if page.content:
            entries = f"/Contents {self._file.add_content(page.content)} 0 R"
        pictures = self._shared.references(page.images)
        if pictures:
            called = self._shared.called(page.content)
            entries += f"/Resources{self._shared.resources(called | pictures)}"
        self.count += 1
        return f"[{self._tree.add(page.width, page.height, entries)} 0 R/Fit]"

    def close(self) -> None:
        """Leave nothing to be written."""


class ImposedSheets:
    """Many pages on a sheet, row by row, with the same cut marks on each."""

    def __init__(
        self,
        file: PdfStream,
        tree: PageTree,
        shared: SharedObjects,
        imposition: Imposition,
        marks_of: Callable[[Grid], str],
    ) -> None:
        """`marks_of` returns what draws the cut marks of a sheet."""
        self._file, self._tree, self._shared = file, tree, shared
        self._imposition, self._marks_of = imposition, marks_of
        self._grid: Grid | None = None
        self._marks = ""
        self._number = self._place = 0
        self._contents: list[str] = []
        self._own: dict[str, str] = {}
        self.count = 0

    @property
    def next(self) -> int:
        """The sheet that has a place left, else the one after it."""
        return self.count if self._number else self.count + 1

    def check(self, pages: Sequence[Drawn]) -> None:
        """Raise LayoutError unless pages are as large as those before, and fit the paper."""
        for page in pages:
            grid = self._grid or self._begin(page)
            if (round(page.width, 1), round(page.height, 1)) != tuple(
                round(length, 1) for length in grid.page
            ):
                sizes = [f"{to_mm(w):g} × {to_mm(h):g} mm" for w, h in (page[:2], grid.page)]
                message = f"a page of {sizes[0]} cannot stand among pages of {sizes[1]}"
                hint = "print pages of another size into another file"
                raise LayoutError.of("other-page-size", message, hint=hint)

    def add(self, page: Drawn) -> str:
        """Put a page into the next place and return the destination that leads to it."""
        grid = self._grid or self._begin(page)
        if not self._number:
            self._open(grid)
        x, y = grid.places[self._place]
        bottom = grid.height - y - page.height
        self._contents.append(f"q\n1 0 0 1 {numbers(x, bottom)} cm\n{self._called(page)}Q\n")
        destination = f"[{self._number} 0 R/XYZ {numbers(x, grid.height - y)} null]"
        self._place += 1
        if self._place == len(grid.places):
            self.close()
        return destination

    def close(self) -> None:
        """Write the sheet that is begun, if there is one."""
        if not self._number or self._grid is None:
            return
        content = "".join([self._marks, *self._contents])
        entries = f"/Contents {self._file.add_content(content)} 0 R"
        if self._own:
            called = self._shared.called(content)
            entries += f"/Resources{self._shared.resources(called | self._own)}"
        self._tree.add(self._grid.width, self._grid.height, entries, self._number)
        self._number = self._place = 0
        self._contents.clear()
        self._own = {}

    def _begin(self, page: Drawn) -> Grid:
        self._grid = grid_of(self._imposition, page.width, page.height)
        self._place = self._grid.first
        return self._grid

    def _open(self, grid: Grid) -> None:
        if not self.count and grid.marks:
            size = (grid.width, grid.height)
            self._marks = self._shared.share("S", size, self._marks_of(grid), {})
        self._number = self._file.reserve()
        self.count += 1

    def _called(self, page: Drawn) -> str:
        """Return what draws a page; one with pictures has names of its own, and is an object."""
        pictures = self._shared.references(page.images)
        if not pictures:
            return page.content
        objects = self._shared.called(page.content) | pictures
        name = f"P{len(self._own) + 1}"
        self._own[name] = self._shared.form((page.width, page.height), page.content, objects)
        return f"/{name} Do\n"
