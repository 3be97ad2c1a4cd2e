"""Plain tables: what every table is made of, and the lines of a writing area."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from formgen.dataclass import dataclass
from formgen.geometry import Insets
from formgen.layout.boxes import Line, TextSlot
from formgen.layout.defaults import RULE_DROP
from formgen.units import Pt
from formgen.writers.word import fillings
from formgen.writers.word.build import Build
from formgen.writers.word.lengths import eighths, twips
from formgen.writers.word.paragraphs import Para

MOST_COLUMNS = 63
"""How many columns Word takes in a table."""
NO_INSETS = Insets(0.0, 0.0, 0.0, 0.0)


def table_head(left: int, widths: Sequence[int], margins: tuple[int, int]) -> str:
    """Return the properties and the grid of a fixed table; lengths are twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{left}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="0" w:type="dxa"/><w:left w:w="{margins[0]}" w:type="dxa"/>'
        f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{margins[1]}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


def borders(weights: Insets, color: str = "000000") -> str:
    """Return `w:tcBorders` of a cell; a weight of 0 leaves the side open."""
    sides = (
        ("top", weights.top), ("left", weights.left),
        ("bottom", weights.bottom), ("right", weights.right),
    )  # fmt: skip
    inner = "".join(
        f'<w:{side} w:val="single" w:sz="{eighths(weight)}" w:space="0" w:color="{color}"/>'
        for side, weight in sides
        if weight
    )
    return f"<w:tcBorders>{inner}</w:tcBorders>" if inner else ""


def row_properties(height: int, *, head: bool = False) -> str:
    """Return `w:trPr` of a row of exactly this height, which never breaks."""
    repeat = "<w:tblHeader/>" if head else ""
    exact = f'<w:trHeight w:val="{max(height, 1)}" w:hRule="exact"/>'
    return f"<w:trPr><w:cantSplit/>{exact}{repeat}</w:trPr>"


@dataclass(frozen=True, slots=True)
class Start:
    """How a table starts below another: `late` twips below its place, since a paragraph parts them.

    `shared`: the last line of the table above is its first, and it has none of its own there.
    """

    late: int = 0
    shared: bool = False


IN_PLACE = Start()


@dataclass(frozen=True, slots=True)
class LineTable:
    """A line of text as a table of one row: its XML, its top and its bottom on the page."""

    xml: str
    top: Pt
    bottom: Pt


def cell(width: int, para: Para, weights: Insets, *, middle: bool = False) -> str:
    """Return a cell of one paragraph."""
    valign = '<w:vAlign w:val="center"/>' if middle else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{borders(weights)}{valign}</w:tcPr>'
        f"{para.xml()}</w:tc>"
    )


def steps(edges: Sequence[Pt]) -> list[int]:
    """Return the distances between edges in twips, so rounded that they never drift."""
    whole = [twips(edge) for edge in edges]
    return [b - a for a, b in pairwise(whole)]


def ruled_table(
    build: Build, index: int, slot: TextSlot, rules: Sequence[Line], top: Pt, left: Pt, start: int
) -> tuple[str, Pt, Pt]:
    """Return a writing area as a table, a row a line, with its top and bottom on the page.

    `top` is where its own lines start: the first line of the value may stand above, by a label.
    It cannot start before `start` (in twips); where it should, its first row is so much lower.
    """
    rect = slot.rect
    above = round((top - rect.y) / slot.leading)
    count = slot.max_lines - above
    ys = [rect.bottom - (count - number) * slot.leading for number in range(count + 1)]
    heights, width = steps(ys), twips(rect.right) - twips(rect.x)
    weight = rules[0].width if rules else 0.0
    heights[0] -= max(0, start - twips(ys[0]))
    rows = []
    for number, height in enumerate(heights):
        has_rule = any(abs(rule.y1 - ys[number + 1]) < 0.1 for rule in rules)
        weights = Insets(0.0, 0.0, weight if has_rule else 0.0, 0.0)
        # The value stands on the rule, as far above it as on paper.
        line = round(slot.size * 0.38 / 0.3 * 20)
        gap = height - twips(RULE_DROP) - round(line * 0.8)
        content = fillings.line_value(
            build, index, slot, rect.w, underline=False, line=number + above
        )
        para = Para(content, line, before=max(0, gap))
        rows.append(
            f'<w:tr>{row_properties(height)}<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            f"{borders(weights)}</w:tcPr>{para.xml()}</w:tc></w:tr>"
        )
    head = table_head(twips(rect.x - left), [width], (0, 0))
    return f"<w:tbl>{head}{''.join(rows)}</w:tbl>", ys[0], ys[-1] + weight
