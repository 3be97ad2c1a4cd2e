"""What stands on every page around the body: header, footer, identity code, marks of the paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from formgen.dataclass import dataclass
from formgen.geometry import Rect
from formgen.layout.context import Context
from formgen.layout.defaults import BAND_GAP
from formgen.layout.flow import flow
from formgen.layout.growing import MOST_REMEMBERED, any_grows
from formgen.layout.inline import Item
from formgen.layout.paper import (
    fold_marks,
    identity_height,
    identity_slot,
    identity_width,
    type_area,
    watermark,
)
from formgen.layout.stack import place_units, stack_height
from formgen.layout.units import Unit
from formgen.model.blocks import Block
from formgen.model.form import Form
from formgen.units import Pt

_Kind = Literal["header", "footer"]
_WIDEST_NUMBER = 888
"""Stands for page numbers while a band is measured: the real ones take no more lines."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """Lays out what stands around the body on any page of a form."""

    form: Form
    ctx: Context

    def body(self, page: int) -> Rect:
        """Return the room for the body of page `page` (0 is the first)."""
        area = type_area(self.form.page)
        ctx = replace(self.ctx, page=_WIDEST_NUMBER, pages=_WIDEST_NUMBER)
        header = stack_height(self._units("header", page, ctx))
        header = max(header, identity_height(self.form))
        footer = stack_height(self._units("footer", page, ctx))
        top = area.y + (header + BAND_GAP if header else 0.0)
        bottom = area.bottom - (footer + BAND_GAP if footer else 0.0)
        return Rect(area.x, top, area.w, bottom - top)

    def draw(self, page: int, pages: int, body: Rect) -> tuple[list[Item], list[Item]]:
        """Return what stands before and after the body of a page in reading order."""
        form, area = self.form, type_area(self.form.page)
        ctx = replace(self.ctx, page=page + 1, pages=pages)
        head = place_units(self._units("header", page, ctx), area.x, area.y, self._width("header"))
        units = self._units("footer", page, ctx)
        top = area.bottom - stack_height(units)
        foot = place_units(units, area.x, top, self._width("footer"))
        before = [
            *watermark(ctx, form.page.watermark, body),
            *fold_marks(form.page),
            *head[0],
        ]
        # Read last, so that its figures stand in no one's sentence.
        return before, [*foot[0], *identity_slot(form, page)]

    def _units(self, kind: _Kind, page: int, ctx: Context) -> list[Unit]:
        """Return the units of a band, or recall them: a header keeps clear of the identity code."""
        content = self._content(kind, page)
        if ctx.memo is None or any_grows(content):
            return self._flowed(kind, content, ctx)
        key = ("band", kind, page > 0, ctx.page, ctx.pages)
        known = ctx.memo.get(key)
        if not isinstance(known, tuple):
            known = tuple(self._flowed(kind, content, ctx))
            if len(ctx.memo) < MOST_REMEMBERED:
                ctx.memo[key] = known
        return list(known)

    def _flowed(self, kind: _Kind, content: tuple[Block, ...], ctx: Context) -> list[Unit]:
        if kind == "header":
            ctx = replace(ctx, reserve=identity_width(self.form))
        return flow(ctx, content, self._width(kind))

    def _width(self, kind: _Kind) -> Pt:
        taken = identity_width(self.form) if kind == "header" else 0.0
        return type_area(self.form.page).w - taken

    def _content(self, kind: _Kind, page: int) -> tuple[Block, ...]:
        bands = [band for band in self.form.bands if band.kind == kind]
        own = "first" if page == 0 else "later"
        special = [band for band in bands if band.on == own]
        chosen = special or [band for band in bands if band.on == "all"]
        return tuple(block for band in chosen for block in band.content)
