"""Gaps in a document that is built once: what a record's marks put there.

A gap is a processing instruction in the XML while the document is built. Afterwards the parts are
split at the gaps, and a record's document is the pieces with what fills the gaps between them.
Ids that must be unique in a document count from a base, so that records can share one document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from formgen.layout.boxes import FilledPage, Mark

Marks: TypeAlias = Mapping[int, tuple[Mark, ...]]
Fill: TypeAlias = Callable[[Marks, int], str]
"""What fills a gap, from the marks of its page by item and the base of the ids."""

_GAP = re.compile(r"<\?gap (\d+)\?>|@id(\d+)@")


@dataclass(slots=True)
class Gaps:
    """The gaps of a document under construction, and its count of ids."""

    fills: list[tuple[int, Fill]] = field(default_factory=list)
    ids: int = 0

    def add(self, page: int, fill: Fill) -> str:
        """Return the mark of a new gap on a page, counted from 0."""
        self.fills.append((page, fill))
        return f"<?gap {len(self.fills) - 1}?>"

    def new_id(self) -> int:
        """Return a number that no other id of the document has, to be added to the base."""
        self.ids += 1
        return self.ids

    def id_text(self) -> str:
        """Return the mark of a new id in static XML."""
        return f"@id{self.new_id()}@"

    def split(self, text: str) -> Template:
        """Return the template of a part."""
        pieces: list[str | int | tuple[int, Fill]] = []
        end = 0
        for found in _GAP.finditer(text):
            pieces.append(text[end : found.start()])
            pieces.append(self.fills[int(found[1])] if found[1] else int(found[2]))
            end = found.end()
        pieces.append(text[end:])
        return Template(tuple(piece for piece in pieces if piece != ""))


@dataclass(frozen=True, slots=True)
class Template:
    """A part split at its gaps: text, the numbers of ids, and what fills a page's gap."""

    pieces: tuple[str | int | tuple[int, Fill], ...]

    @property
    def is_static(self) -> bool:
        """Whether no record changes the part."""
        return not any(isinstance(piece, tuple) for piece in self.pieces)

    def filled(self, pages: tuple[FilledPage, ...], base: int = 0) -> str:
        """Return the part for a record; its ids count from `base`."""
        out = []
        for piece in self.pieces:
            if isinstance(piece, str):
                out.append(piece)
            elif isinstance(piece, int):
                out.append(str(base + piece))
            else:
                page, fill = piece
                out.append(fill(pages[page].marks if pages else {}, base))
        return "".join(out)

    def based(self, base: int = 0) -> Template:
        """Return the template with its ids settled and neighbouring texts joined."""
        pieces: list[str | int | tuple[int, Fill]] = []
        for piece in self.pieces:
            settled = str(base + piece) if isinstance(piece, int) else piece
            if isinstance(settled, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += settled
            else:
                pieces.append(settled)
        return Template(tuple(pieces))
