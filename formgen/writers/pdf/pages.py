"""The tree of pages and the outline of a long document, written while it grows.

Both name objects that come later; these are reserved, so that only the number of the open ones is
kept. Source: ISO 32000-1, 7.7.3 (page tree) and 12.3.3 (outlines).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from formgen.units import Pt
from formgen.writers.pdf.content import numbers
from formgen.writers.pdf.stream import PdfStream
from formgen.writers.pdf.syntax import NumberedObjects, text_string

_FAN_OUT = 64


@lru_cache(maxsize=64)
def _media_box(width: Pt, height: Pt) -> str:
    return f"/MediaBox[0 0 {numbers(width, height)}]"


class _Node:
    """A node of the tree that still takes children."""

    __slots__ = ("children", "number", "pages", "parent")

    def __init__(self, number: int, parent: _Node | None) -> None:
        self.number = number
        self.parent = parent
        self.children: list[int] = []
        self.pages = 0

    def add(self, child: int, pages: int) -> None:
        self.children.append(child)
        self.pages += pages

    def body(self, entries: str = "") -> str:
        kids = " ".join([f"{child} 0 R" for child in self.children])
        parent = f"/Parent {self.parent.number} 0 R" if self.parent else ""
        return f"<</Type/Pages{parent}/Count {self.pages}/Kids[{kids}]{entries}>>"


class PageTree:
    """Three levels of nodes over the pages: 64 pages a node, 64 nodes a branch, all branches."""

    def __init__(self, file: PdfStream) -> None:
        self._file = file
        self._root = _Node(file.reserve(), None)
        self._branch: _Node | None = None
        self._leaf: _Node | None = None
        self._size = ""

    @property
    def root(self) -> str:
        """A reference to the root of the tree."""
        return f"{self._root.number} 0 R"

    def add(self, width: Pt, height: Pt, entries: str, number: int = 0) -> int:
        """Add a page of this size with further `entries` and return its number.

        `number` is the one that was reserved for it, if one was.
        """
        leaf = self._leaf or self._open_leaf()
        page = number or self._file.reserve()
        size = _media_box(width, height)
        self._size = self._size or size
        own_size = "" if size == self._size else size
        self._file.put(page, f"<</Type/Page/Parent {leaf.number} 0 R{own_size}{entries}>>")
        leaf.add(page, 1)
        if len(leaf.children) == _FAN_OUT:
            self._close_leaf()
        return page

    def close(self, entries: str) -> None:
        """Write what is open; `entries` are those that all pages inherit."""
        self._close_leaf()
        self._close_branch()
        self._file.put(self._root.number, self._root.body(self._size + entries))

    def _open_leaf(self) -> _Node:
        branch = self._branch = self._branch or _Node(self._file.reserve(), self._root)
        leaf = self._leaf = _Node(self._file.reserve(), branch)
        return leaf

    def _close_leaf(self) -> None:
        leaf, branch = self._leaf, self._branch
        if leaf is None or branch is None:
            return
        self._file.put(leaf.number, leaf.body())
        branch.add(leaf.number, leaf.pages)
        self._leaf = None
        if len(branch.children) == _FAN_OUT:
            self._close_branch()

    def _close_branch(self) -> None:
        if self._branch is not None:
            self._file.put(self._branch.number, self._branch.body())
            self._root.add(self._branch.number, self._branch.pages)
            self._branch = None


class Outline:
    """Bookmarks, one after the other. An item names the next one, so the last one waits."""

    def __init__(self, file: NumberedObjects, root: int = 0) -> None:
        """`root` is the number that was reserved for them all, if one was."""
        self._file = file
        self._root = root
        self._first = self._count = 0
        self._last = 0
        self._waiting = ""

    def add(self, title: str, to: str, below: Sequence[tuple[str, str]] = ()) -> None:
        """Add a bookmark that leads to a destination, with closed ones of its own `below`."""
        if not self._root:
            self._root = self._file.reserve()
        item = self._file.reserve()
        before = f"/Prev {self._last} 0 R" if self._last else ""
        if self._last:
            self._file.put(self._last, f"{self._waiting}/Next {item} 0 R>>")
        held = self._put_below(item, below) if below else ""
        self._waiting = (
            f"<</Title{text_string(title)}/Parent {self._root} 0 R/Dest{to}{before}{held}"
        )
        self._first = self._first or item
        self._last = item
        self._count += 1

    def _put_below(self, parent: int, below: Sequence[tuple[str, str]]) -> str:
        """Write the bookmarks below one and return its entries that name them."""
        numbers = [self._file.reserve() for _ in below]
        for place, (title, to) in enumerate(below):
            body = f"<</Title{text_string(title)}/Parent {parent} 0 R/Dest{to}"
            if place:
                body += f"/Prev {numbers[place - 1]} 0 R"
            if place + 1 < len(numbers):
                body += f"/Next {numbers[place + 1]} 0 R"
            self._file.put(numbers[place], f"{body}>>")
        # A negative count says that they are folded away.
        return f"/First {numbers[0]} 0 R/Last {numbers[-1]} 0 R/Count -{len(numbers)}"

    def close(self) -> dict[str, str]:
        """Write what is open and return the entries of the catalog; none without a bookmark."""
        if not self._last:
            return {}
        self._file.put(self._last, f"{self._waiting}>>")
        ends = f"/First {self._first} 0 R/Last {self._last} 0 R/Count {self._count}"
        self._file.put(self._root, f"<</Type/Outlines{ends}>>")
        return {"Outlines": f"{self._root} 0 R", "PageMode": "/UseOutlines"}
