"""The document of a form, filled quickly with the values of many records.

value ─ one plain line ──────────────▶ between what is kept of its region ─┐
      ─ of a kind that many share ───▶ the region as it is remembered ─────┼─▶ part ─▶ file
      ─ any other ─ marks of its slots ▶ the region, filled the plain way ─┘

All three give the bytes that the plain way gives.
"""

from __future__ import annotations

from collections.abc import Hashable

from formgen.errors import DataError
from formgen.layout.fill import Filler
from formgen.model.values import Values
from formgen.writers.word.deflated import Stretch
from formgen.writers.word.document import WordDocument
from formgen.writers.word.filling import MOST_KEPT, IndexedFiller, IndexedPage, shared
from formgen.writers.word.markup import escaped
from formgen.writers.word.parts import Part
from formgen.writers.word.regions import Region


class QuickDocument:
    """A document and the quick ways to fill its places."""

    def __init__(self, document: WordDocument, filler: IndexedFiller) -> None:
        self._document = document
        self._filler = filler
        self._parts = [
            (part, [QuickRegion(each, filler.pages[each.page]) for each in part.regions])
            for part in document.parts
            if isinstance(part, Part)
        ]
        self._is_quick = len(self._parts) == len(document.parts)

    def write(self, values: Values) -> bytes:
        """Return the file of a record; raises DataError with every value that cannot be set."""
        if not self._is_quick:
            return self._document.write(self._filler.filled(values))
        filler = self._filler.filler(values)
        members = [
            part.put_together([region.filled(filler) for region in regions])
            for part, regions in self._parts
        ]
        DataError.raise_if(filler.problems)
        return self._document.file(
            members, lambda page, item: self._filler.pages[page].marks(item, filler)
        )


class QuickRegion:
    """A region and the quick way to fill it, if it has one."""

    def __init__(self, region: Region, page: IndexedPage) -> None:
        self._region = region
        self._page = page
        self._blank = region.filled({})
        self._known: dict[Hashable, Stretch] = {}
        self._field = region.field
        text = region.text_slot
        self._quick = page.texts.get(text[0]) if text else None
        self._identity = page.identities.get(next(iter(region.slots)))

    def filled(self, filler: Filler) -> Stretch:
        """Return the region of a record; what is wrong with it goes where `filler` sends it."""
        if self._identity is not None:
            code = self._identity.code(filler)
            return self._region.of_code(self._identity.quick, code) or self._plainly(filler)
        if not self._field:
            return self._plainly(filler)
        value = filler.values.by_name.get(self._field)
        if value is None:
            return self._blank
        key = shared(value)
        if key is not None:
            return self._remembered(key, filler)
        line = self._quick.line(value) if self._quick else None
        if line is not None and line[0]:
            frame = self._region.frame(line[1])
            if frame is not None:
                return frame.around(escaped(line[0]).encode())
        return self._plainly(filler)

    def _remembered(self, key: Hashable, filler: Filler) -> Stretch:
        stretch = self._known.get(key)
        if stretch is None:
            before = len(filler.problems)
            stretch = self._plainly(filler)
            if len(filler.problems) == before:
                if len(self._known) >= MOST_KEPT:
                    self._known.clear()
                self._known[key] = stretch
        return stretch

    def _plainly(self, filler: Filler) -> Stretch:
        found = {item: self._page.marks(item, filler) for item in self._region.slots}
        return self._region.filled({item: marks for item, marks in found.items() if marks})
