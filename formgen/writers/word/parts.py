"""A part of a document that records change: its regions one behind the other, in groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from formgen.dataclass import dataclass
from formgen.layout.boxes import (
    CodeSlot,
    FilledPage,
    IdentitySlot,
    ImageSlot,
    Page,
    TickSlot,
)
from formgen.model.fields import ChoiceField, Field
from formgen.writers.word.deflated import (
    Stretch,
    kept,
    member,
    merged,
)
from formgen.writers.word.gaps import Gap, Piece, Template
from formgen.writers.word.package import Member
from formgen.writers.word.regions import MOST_KEPT, Region, slot_of

_MOST_BETWEEN = 2000
"""Gaps of one field with more characters between them are regions of their own."""
_MOST_STATES = 64
_AT_ONCE = 1000
"""How many pieces of a long part are written at once."""
_Spans: TypeAlias = list[tuple[str, list[str | Gap]]]


class Group:
    """Regions side by side: what is kept of them is kept as one, since it repeats itself."""

    def __init__(self, start: int, end: int) -> None:
        """Make a group of the regions from number `start` to `end` of their part."""
        self._span = slice(start, end)
        self._merged: dict[tuple[Stretch, ...], Stretch] = {}

    def merged(self, stretches: Sequence[Stretch]) -> list[Stretch]:
        """Return the stretches of the group among those of all regions, the kept ones merged."""
        found: list[Stretch] = []
        run: list[Stretch] = []
        for stretch in stretches[self._span]:
            if len(stretch[0]) == 1:  # it is kept
                run.append(stretch)
                continue
            if run:
                found.append(self._one(run))
                run = []
            found.append(stretch)
        if run:
            found.append(self._one(run))
        return found

    def _one(self, run: list[Stretch]) -> Stretch:
        if len(run) == 1:
            return run[0]
        key = tuple(run)
        one = self._merged.get(key)
        if one is None:
            if len(self._merged) >= MOST_KEPT:
                self._merged.clear()
            one = self._merged[key] = merged(run)
        return one


def groups_of(states: Sequence[int]) -> Iterator[Group]:
    """Yield groups of regions, which have so many states each, with few states together."""
    start, count = 0, 1
    for number, own in enumerate(states):
        count *= own
        if count > _MOST_STATES and number > start:
            yield Group(start, number)
            start, count = number, own
    yield Group(start, len(states))


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package that records change: its regions, and what stands behind them."""

    name: bytes
    regions: tuple[Region, ...]
    groups: tuple[Group, ...]
    end: Stretch

    def member(self, pages: Sequence[FilledPage]) -> Member:
        """Return the file with the marks of a record."""
        return self.put_together(
            [region.filled(pages[region.page].marks) for region in self.regions]
        )

    def put_together(self, stretches: Sequence[Stretch]) -> Member:
        """Return the file with its regions as a record fills them."""
        found: list[Stretch] = []
        for group in self.groups:
            found += group.merged(stretches)
        found.append(self.end)
        return member(self.name, found)


@dataclass(frozen=True, slots=True)
class WholePart:
    """A file of the package that one record fills once: nothing of it is kept."""

    name: str
    template: Template

    def member(self, pages: tuple[FilledPage, ...]) -> Member:
        """Return the file with the marks of the record."""
        return Member.of_chunks(self.name, _chunks(self.template.texts(pages)))


def _chunks(texts: Iterator[str]) -> Iterator[bytes]:
    while some := list(islice(texts, _AT_ONCE)):
        yield "".join(some).encode()


def part_of(
    name: str, template: Template, pages: Sequence[Page], fields: Mapping[str, Field]
) -> Part:
    """Return a part whose ids are settled."""
    spans, end = _spans(template.pieces, pages)
    regions = [Region(before, span, pages[_first(span).page]) for before, span in spans]
    groups = groups_of([_states(region, fields) for region in regions])
    return Part(name.encode(), tuple(regions), tuple(groups), kept(end))


def _states(region: Region, fields: Mapping[str, Field]) -> int:
    """Return how many ways there are to tick the boxes of a region; 1 if it has none."""
    boxes = sum(isinstance(slot, TickSlot) for slot in region.slots.values())
    field = fields.get(region.field)
    if isinstance(field, ChoiceField) and not field.multiple:
        return boxes + 1
    return 1 << min(boxes, 16)


def _spans(pieces: Sequence[Piece], pages: Sequence[Page]) -> tuple[_Spans, str]:
    """Return the gaps of regions, each with the text before it, and the text behind all."""
    spans: _Spans = []
    text = ""
    for piece in pieces:
        if not isinstance(piece, Gap):
            text += str(piece)
            continue
        if spans and len(text) <= _MOST_BETWEEN and _belong(_first(spans[-1][1]), piece, pages):
            spans[-1][1].extend((text, piece))
        else:
            spans.append((text, [piece]))
        text = ""
    return spans, text


def _first(span: Sequence[str | Gap]) -> Gap:
    gap = span[0]
    assert isinstance(gap, Gap)
    return gap


def _belong(one: Gap, other: Gap, pages: Sequence[Page]) -> bool:
    """Whether two gaps that follow each other are filled by the same field."""
    fields = _fields(one, pages)
    return one.page == other.page and len(fields) == 1 and fields == _fields(other, pages)


def _fields(gap: Gap, pages: Sequence[Page]) -> set[str]:
    """Return the fields that fill a gap; none if it stands alone."""
    slots = [slot_of(pages[gap.page], item) for item in gap.items]
    if any(isinstance(slot, IdentitySlot | CodeSlot | ImageSlot) for slot in slots):
        return set()
    return {slot.field for slot in slots if not isinstance(slot, IdentitySlot)}
