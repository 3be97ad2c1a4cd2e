"""Sections: the paper, its margins, and the header and footer that stand on it."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.geometry import Rect
from formgen.layout.boxes import Page
from formgen.units import Pt
from formgen.writers.word.lengths import twips

ROOM: Pt = 2.0
"""How far the body may reach into the gap above the footer: pages are broken by the layout, so
rounding must never break one more."""
LEAD: Pt = 1.55
"""How far above the layout's body that of the document starts. A table that goes on to the next
page stands so much lower there, by its frame; everything else has space before it."""


def section(
    page: Page, body: Rect, references: Iterable[str], header: Pt, footer: Pt,
    *, title: bool = False, restart: bool = False,
) -> str:  # fmt: skip
    """Return `w:sectPr` of pages whose body is `body`.

    `header` is where headers start, `footer` where footers end, both from the edge of the paper;
    `title`: the first page has its own; `restart`: its pages count from 1.
    """
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    counted = '<w:pgNumType w:start="1"/>' if restart else ""
    return (
        f"<w:sectPr>{''.join(references)}"
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(body.y) - twips(LEAD)}" '
        f'w:right="{twips(page.width - body.right)}" '
        f'w:bottom="{twips(max(0.0, page.height - body.bottom - ROOM))}" w:left="{twips(body.x)}" '
        f'w:header="{twips(header)}" w:footer="{twips(footer)}" w:gutter="0"/>'
        f"{counted}{'<w:titlePg/>' if title else ''}</w:sectPr>"
    )


def reference(part: str, kind: str, relation: str) -> str:
    """Return the reference of a section to its header or footer."""
    return f'<w:{part}Reference w:type="{kind}" r:id="{relation}"/>'
