"""The field map: where every field and box of a sheet is, for whoever reads paper back.

It is derived from the very slots that are drawn, and is ready for `json.dumps`:

    {
      "format": "formgen field map",
      "version": 1,
      "title": "客户满意度回访表",
      "geometry_id": "7K2QX",        the five characters after the first of the identity code
      "unit": "mm",
      "origin": "top left",          of the page; y grows downwards
      "pages": [{"page": 1, "width": 210.0, "height": 297.0}],
      "entries": [                   by page, in reading order
        {"page": 1, "field": "phone", "kind": "text", "rect": [52.1, 60.3, 40.0, 9.0]},
        {"page": 1, "field": "filled_on", "part": "year", "kind": "text", "rect": […]},
        {"page": 1, "field": "speed_satisfaction", "option": "good", "kind": "tick", "rect": […]},
        {"page": 1, "field": "serial", "part": "1", "kind": "comb", "rect": […]}
      ]
    }

`rect` is [x, y, width, height], each to 0.01 mm. `kind` is text, tick (a box; `option` is the
code of its option, and missing for a check that stands alone), comb (one entry a box, `part` its
number from 1), qr, code128, image, signature, seal, date, blank, or identity (the identity code;
it has no `field`). `part` of a text is year, month, day, hour or minute. Fields of the rows of a
list are called after their row, counted from 1 (`callbacks[3].customer`), figures of a page after
the page (`page_count[2]`).
"""

from __future__ import annotations

from formgen.geometry import Rect
from formgen.layout.boxes import Box, Image, Line, Modules, Run, Shape, Sheet
from formgen.layout.identity import SlotPlace, places
from formgen.units import PT_PER_MM, Pt

FORMAT = "formgen field map"
VERSION = 1
_MARKS = (Run, Line, Box, Shape, Modules, Image)


def field_map(sheet: Sheet) -> dict[str, object]:
    """Return where everything is that a sheet takes, in mm from the top left of each page."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": sheet.title,
        "geometry_id": sheet.geometry_id,
        "unit": "mm",
        "origin": "top left",
        "pages": [
            {"page": number, "width": _mm(page.width), "height": _mm(page.height)}
            for number, page in enumerate(sheet.pages, 1)
        ],
        "entries": [
            _entry(number, place)
            for number, page in enumerate(sheet.pages, 1)
            for item in page.items
            if not isinstance(item, _MARKS)
            for place in places(item)
        ],
    }


def _entry(page: int, place: SlotPlace) -> dict[str, object]:
    named = {"field": place.field, "option": place.option, "part": place.part}
    said = {name: text for name, text in named.items() if text}
    return {"page": page, **said, "kind": place.kind, "rect": _rect(place.rect)}


def _rect(rect: Rect) -> list[float]:
    return [_mm(rect.x), _mm(rect.y), _mm(rect.w), _mm(rect.h)]


def _mm(length: Pt) -> float:
    return round(length / PT_PER_MM, 2) + 0.0
