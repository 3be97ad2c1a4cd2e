"""What the paper itself settles: type area, place of the identity code, watermark, fold marks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from formgen.diagnostics import Diagnostics
from formgen.geometry import Rect
from formgen.layout.boxes import IdentitySlot, Line, Run
from formgen.layout.context import Context, Font
from formgen.layout.defaults import (
    EM_CENTRE,
    IDENTITY_FROM_EDGE,
    IDENTITY_LEADING,
    IDENTITY_QUIET,
    IDENTITY_SIZE,
    IDENTITY_TEXT_SIZE,
    QUIET_INK,
    RULE_WEIGHT,
)
from formgen.layout.inline import Item
from formgen.layout.setting import shape
from formgen.model.form import Form, PageSetup
from formgen.units import Pt, mm, to_mm

_WATERMARK_INK = "#e4e4e4"
_WATERMARK_SIZE: Pt = mm(45)
_WATERMARK_SHARE = 0.6
"""How much of the page's diagonal a watermark takes at most."""
_FOLD_MARK = (mm(4), mm(8))


def type_area(page: PageSetup) -> Rect:
    """Return the paper less its margins and the binding margin."""
    m = page.margins
    left = m.left + page.binding
    return Rect(left, m.top, page.width - left - m.right, page.height - m.top - m.bottom)


# ---- the identity code ----------------------------------------------------------------------


def _identity_rect(page: PageSetup) -> Rect:
    area = type_area(page)
    x = min(area.right, page.width - IDENTITY_FROM_EDGE) - IDENTITY_SIZE
    return Rect(x, max(area.y, IDENTITY_FROM_EDGE), IDENTITY_SIZE, IDENTITY_SIZE)


def identity_slot(form: Form, page: int) -> list[Item]:
    """Return the place of the identity code on page `page` (0 is the first), if the form has one.

    It stands in the top right corner of the type area, 15 mm or more from the paper's edges.
    """
    if not form.identity:
        return []
    rect = _identity_rect(form.page)
    text_y = rect.bottom + IDENTITY_QUIET + IDENTITY_TEXT_SIZE * 0.74
    return [IdentitySlot(rect, text_y, IDENTITY_TEXT_SIZE, IDENTITY_LEADING, page + 1)]


def identity_height(form: Form) -> Pt:
    """Return how much of the height of the type area the code takes, with its figures."""
    if not form.identity:
        return 0.0
    bottom = _identity_rect(form.page).bottom + IDENTITY_QUIET + 2 * IDENTITY_LEADING
    return bottom - type_area(form.page).y


def identity_width(form: Form) -> Pt:
    """Return how much of the width of the type area the code takes, with its quiet zone."""
    if not form.identity:
        return 0.0
    left = _identity_rect(form.page).x - IDENTITY_QUIET - mm(2)
    return type_area(form.page).right - left


# ---- marks of the paper ---------------------------------------------------------------------


def fold_marks(page: PageSetup) -> list[Item]:
    """Return a short stroke at the left edge for each fold."""
    start, end = _FOLD_MARK
    return [Line(start, y, end, y, RULE_WEIGHT, QUIET_INK) for y in page.folds]


def watermark(ctx: Context, text: str, body: Rect) -> list[Item]:
    """Return `text` along the diagonal of the body, within it, so that it never meets a code."""
    em = shape(ctx.book, text, Font(1.0, bold=True), ctx.missing_glyph)
    if not text or not em.width:
        return []
    turn = math.atan2(body.h, body.w)
    cos, sin = math.cos(turn), math.sin(turn)
    size = min(
        _WATERMARK_SHARE * math.hypot(body.w, body.h) / em.width,
        body.w / (em.width * cos + sin),
        body.h / (em.width * sin + cos),
        _WATERMARK_SIZE,
    )
    along, down = em.width * size / 2, EM_CENTRE * size
    x = body.x + body.w / 2 - along * cos + down * sin
    y = body.y + body.h / 2 + along * sin + down * cos
    widths = [width * size for width in em.widths]
    return _slanting(em.text, em.faces, widths, (x, y), size, turn)


def _slanting(
    text: str,
    faces: Sequence[str],
    widths: Sequence[Pt],
    start: tuple[Pt, Pt],
    size: Pt,
    turn: float,
) -> list[Item]:
    """Return text turned by `turn` radians, a run for each character: faces may differ along it."""
    items: list[Item] = []
    x, y = start
    for char, face, width in zip(text, faces, widths, strict=True):
        if face:
            angle = math.degrees(turn)
            items.append(Run(x, y, char, face, size, _WATERMARK_INK, angle=angle))
        x, y = x + width * math.cos(turn), y - width * math.sin(turn)
    return items


# ---- what the paper has no room for ---------------------------------------------------------


def check_paper(form: Form, problems: Diagnostics) -> None:
    """Report an identity code for which the paper is too small, and folds that miss it."""
    page, area = form.page, type_area(form.page)
    if form.identity:
        rect = _identity_rect(page)
        least = max(area.x, IDENTITY_FROM_EDGE)
        if rect.x < least or rect.bottom > page.height - IDENTITY_FROM_EDGE:
            problems.error(
                "no-room",
                f"paper of {_size(page)} has no place for the identity code, "
                f"{to_mm(IDENTITY_FROM_EDGE):g} mm from its edges and within the margins",
                hint='take larger paper, or leave the code out with identity="no"',
            )
    for fold in page.folds:
        if not 0 < fold < page.height:
            problems.error(
                "no-room",
                f"the fold at {to_mm(fold):g} mm is not on paper of {_size(page)}",
                hint="`folds` are distances from the top edge",
            )


def check_bodies(form: Form, bodies: Sequence[Rect], least: Pt, problems: Diagnostics) -> bool:
    """Return whether the body has room for a line (`least`) on the first and on later pages."""
    for name, body in zip(("the first page", "later pages"), bodies, strict=True):
        if body.h < least:
            problems.error(
                "no-room",
                f"header and footer leave {to_mm(max(body.h, 0.0)):g} mm of {name} for the form",
                hint="shorten them, or take larger paper or smaller margins",
            )
            return False
    return True


def _size(page: PageSetup) -> str:
    return f"{to_mm(page.width):g} × {to_mm(page.height):g} mm"
