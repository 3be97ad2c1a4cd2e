"""Gaps in a document that is built once: what a record's marks put there.

A gap is a processing instruction in the XML while the document is built. Afterwards the parts are
split at the gaps, and a record's document is the pieces with what fills the gaps between them.
Ids that must be unique in a document count from a base, so that records can share one document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from formgen.dataclass import dataclass
from formgen.layout.boxes import FilledPage, Mark

if TYPE_CHECKING:
    from formgen.layout.quick import QuickIdentity

Marks: TypeAlias = Mapping[int, tuple[Mark, ...]]
Fill: TypeAlias = Callable[[Marks, int], str]
"""What fills a gap, from the marks of its page by item and the base of the ids."""


OfCode: TypeAlias = "Callable[[QuickIdentity, str], str | None]"
"""Fills a gap from an identity code; None where that has to go by its marks."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap on a page, counted from 0, and the items of the page whose marks alone fill it.

    `of_code` does the same as `fill` does, for an identity code in a document of its own.
    """

    page: int
    items: tuple[int, ...]
    fill: Fill
    of_code: OfCode | None = None


Piece: TypeAlias = str | int | Gap
"""A piece of a part: text, the number of an id, or a gap."""

_GAP = re.compile(r"<\?gap (\d+)\?>|@id(\d+)@")


@dataclass(slots=True)
class Gaps:
    """The gaps of a document under construction, and its count of ids."""

    gaps: list[Gap] = field(default_factory=list)
    ids: int = 0

    def add(self, gap: Gap) -> str:
        """Return the mark of a new gap."""
        self.gaps.append(gap)
        return f"<?gap {len(self.gaps) - 1}?>"

    def new_id(self) -> int:
        """Return a number that no other id of the document has, to be added to the base."""
        self.ids += 1
        return self.ids

    def new_ids(self, count: int) -> range:
        """Return so many new numbers."""
        self.ids += count
        return range(self.ids - count + 1, self.ids + 1)

    def id_text(self) -> str:
        """Return the mark of a new id in static XML."""
        return f"@id{self.new_id()}@"

    def split(self, text: str) -> Template:
        """Return the template of a part."""
        pieces: list[Piece] = []
        end = 0
        for found in _GAP.finditer(text):
            pieces.append(text[end : found.start()])
            pieces.append(self.gaps[int(found[1])] if found[1] else int(found[2]))
            end = found.end()
        pieces.append(text[end:])
        return Template(tuple(piece for piece in pieces if piece != ""))


@dataclass(frozen=True, slots=True)
class Template:
    """A part split at its gaps."""

    pieces: tuple[Piece, ...]

    @property
    def is_static(self) -> bool:
        """Whether no record changes the part."""
        return not any(isinstance(piece, Gap) for piece in self.pieces)

    def filled(self, pages: tuple[FilledPage, ...], base: int = 0) -> str:
        """Return the part for a record; its ids count from `base`."""
        return "".join(self.texts(pages, base))

    def texts(self, pages: tuple[FilledPage, ...], base: int = 0) -> Iterator[str]:
        """Yield what `filled` returns in pieces."""
        for piece in self.pieces:
            if isinstance(piece, str):
                yield piece
            elif isinstance(piece, int):
                yield str(base + piece)
            else:
                yield piece.fill(pages[piece.page].marks if pages else {}, base)

    def based(self, base: int = 0) -> Template:
        """Return the template with its ids settled and neighbouring texts joined."""
        pieces: list[Piece] = []
        for piece in self.pieces:
            settled = str(base + piece) if isinstance(piece, int) else piece
            if isinstance(settled, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += settled
            else:
                pieces.append(settled)
        return Template(tuple(pieces))
