"""The lines of a writing area in a main document: one text over all of them, its rules drawn."""

from __future__ import annotations

from collections.abc import Sequence

from formgen.layout.boxes import Line, TextSlot
from formgen.layout.defaults import RULE_DROP
from formgen.units import Pt
from formgen.writers.word import mergings
from formgen.writers.word.build import Build
from formgen.writers.word.lengths import twips
from formgen.writers.word.paragraphs import ASCENT, Para
from formgen.writers.word.plain_tables import NO_INSETS, cell, row_properties, table_head


def ruled_text(
    build: Build, index: int, slot: TextSlot, rules: Sequence[Line], top: Pt, left: Pt, start: int
) -> tuple[str, Pt, Pt]:
    """Return a writing area as a table of one row; as `ruled_table` but for its rules.

    What is longer than its lines is cut off, and moves nothing below.
    """
    rect = slot.rect
    above = round((top - rect.y) / slot.leading)
    first = rect.bottom - (slot.max_lines - above) * slot.leading
    late = max(0, start - twips(first))
    pitch = twips(slot.leading)
    # On its rule as far above it as on paper; every further line is a rule lower.
    before = pitch - twips(RULE_DROP) - round(pitch * ASCENT) - late
    para = Para(mergings.text(build, slot, underline=False), pitch, before=max(0, before))
    width = twips(rect.right) - twips(rect.x)
    row = row_properties(twips(rect.bottom) - twips(first) - late)
    head = table_head(twips(rect.x - left), [width], (0, 0))
    xml = f"<w:tbl>{head}<w:tr>{row}{cell(width, para, NO_INSETS)}</w:tr></w:tbl>"
    return xml, first, rect.bottom
