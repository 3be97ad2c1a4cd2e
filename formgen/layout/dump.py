"""A stable text dump of a laid-out sheet: one line an item, in points, for tests and for eyes."""

from __future__ import annotations

from typing import assert_never

from formgen.geometry import Rect
from formgen.layout.boxes import (
    Box,
    CodeSlot,
    CombSlot,
    FilledPage,
    IdentitySlot,
    Image,
    ImageSlot,
    Line,
    Mark,
    Modules,
    Page,
    PenSlot,
    Run,
    Shape,
    Sheet,
    Slot,
    TextSlot,
    TickSlot,
)


def dump_sheet(sheet: Sheet, filled: tuple[FilledPage, ...] = ()) -> str:
    """Return the items of all pages in reading order; marks in slots are indented under them."""
    lines = [f"sheet {sheet.title!r} {sheet.lang} geometry {sheet.geometry_id}"]
    for number, page in enumerate(sheet.pages):
        lines.append(f"page {number + 1}: {page.width:.2f} x {page.height:.2f}")
        lines += _page(page, filled[number] if filled else FilledPage({}))
    return "\n".join(lines) + "\n"


def _page(page: Page, filled: FilledPage) -> list[str]:
    lines = []
    for index, item in enumerate(page.items):
        lines.append("  " + _item(item))
        lines += ["    " + _item(mark) for mark in filled.marks.get(index, ())]
    return lines


def _rect(rect: Rect) -> str:
    return f"[{rect.x:.2f} {rect.y:.2f} {rect.w:.2f} {rect.h:.2f}]"


def _item(item: Mark | Slot) -> str:
    match item:
        case Run() | Line() | Box() | Shape() | Modules() | Image():
            return _mark(item)
        case _:
            return "slot " + _slot(item)


def _mark(mark: Mark) -> str:
    match mark:
        case Run():
            turned = f" turned {mark.angle:.1f}" if mark.angle else ""
            spaced = f" gaps {sum(mark.gaps):.2f}" if mark.gaps else ""
            where = f"{mark.x:.2f} {mark.y:.2f}"
            return f"run {where} {mark.face} {mark.size:g} {mark.tabbed!r}{spaced}{turned}"
        case Line():
            dashed = " dashed" if mark.dash else ""
            ends = f"{mark.x1:.2f} {mark.y1:.2f} to {mark.x2:.2f} {mark.y2:.2f}"
            return f"line {ends} weight {mark.width:.2f}{dashed}"
        case Box():
            fill = f" fill {mark.fill}" if mark.fill else ""
            stroke = f" stroke {mark.stroke:.2f}" if mark.stroke else ""
            return f"box {_rect(mark.rect)}{stroke}{fill}"
        case Shape():
            at = " ".join(f"{value:.2f}" for value in mark.steps[0][1])
            return f"shape of {len(mark.steps)} steps from {at} stroke {mark.stroke:.2f}"
        case Modules():
            return f"modules {_rect(mark.rect)} {len(mark.rows[0])} x {len(mark.rows)}"
        case Image():
            return f"image {_rect(mark.rect)} {len(mark.data)} bytes"
        case _:
            assert_never(mark)


def _slot(slot: Slot) -> str:
    match slot:
        case TextSlot():
            part = f".{slot.part}" if slot.part else ""
            look = f"{slot.align} {slot.valign} {slot.overflow.policy}"
            indent = f" indent {slot.indent:.2f}" if slot.indent else ""
            return f"text {slot.field}{part} {_rect(slot.rect)} {slot.size:g} {look}{indent}"
        case TickSlot():
            return f"tick {slot.field} {slot.option} {_rect(slot.rect)}"
        case CombSlot():
            return f"comb {slot.field} {len(slot.cells)} cells from {_rect(slot.cells[0])}"
        case CodeSlot():
            return f"{slot.symbology} {slot.field} {_rect(slot.rect)}"
        case ImageSlot():
            return f"image {slot.field} {_rect(slot.rect)}"
        case PenSlot():
            return f"{slot.kind} {slot.field} {_rect(slot.rect)}"
        case IdentitySlot():
            return f"identity page {slot.page} {_rect(slot.rect)}"
        case _:
            assert_never(slot)
