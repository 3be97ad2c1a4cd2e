"""Small pieces of WordprocessingML as text: attributes, runs and their look."""

from __future__ import annotations

from functools import lru_cache

from formgen.dataclass import dataclass
from formgen.model.style import Color
from formgen.units import Pt
from formgen.writers.word.lengths import half_points, twips

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_SPECIAL = frozenset('&<>"')
BLACK = "#000000"


def escaped(text: str) -> str:
    """Return text as it stands in an element or between double quotes."""
    return text if _SPECIAL.isdisjoint(text) else text.translate(_ESCAPES)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text looks; `spacing` is added after each character, `raised` lifts it.

    `usual_family` and `usual_size`: they are those of the document and need not be said.
    `off_line`: it has no line under it though its paragraph has.
    """

    family: str
    size: Pt
    bold: bool = False
    color: Color = BLACK
    underline: bool = False
    spacing: Pt = 0.0
    raised: Pt = 0.0
    usual_family: bool = False
    usual_size: bool = False
    off_line: bool = False

    @lru_cache(maxsize=4096)  # noqa: B019 - looks are values, few and small
    def properties(self, *, east_asian: bool = False) -> str:
        """Return `w:rPr`, in the order of its schema (CT_RPr)."""
        family = escaped(self.family)
        hint = ' w:hint="eastAsia"' if east_asian else ""
        parts = []
        if not self.usual_family:
            parts.append(
                f'<w:rFonts{hint} w:ascii="{family}" w:hAnsi="{family}" w:eastAsia="{family}"'
                f' w:cs="{family}"/>'
            )
        if self.bold:
            parts.append("<w:b/>")
        if self.color != BLACK:
            parts.append(f'<w:color w:val="{self.color[1:].upper()}"/>')
        if twips(self.spacing):
            parts.append(f'<w:spacing w:val="{twips(self.spacing)}"/>')
        if half_points(self.raised):
            parts.append(f'<w:position w:val="{half_points(self.raised)}"/>')
        size = half_points(self.size)
        if not self.usual_size:
            parts.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>')
        if self.underline:
            parts.append('<w:u w:val="single"/>')
        elif self.off_line:
            parts.append('<w:u w:val="none"/>')
        return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


def run(text: str, look: Look, *, east_asian: bool = False) -> str:
    """Return a run; tabs and line breaks in the text become Word's own."""
    content = []
    for number, line in enumerate(text.split("\n")):
        if number:
            content.append("<w:br/>")
        content.append(_tabbed(line))
    return f"<w:r>{look.properties(east_asian=east_asian)}{''.join(content)}</w:r>"


def _tabbed(line: str) -> str:
    return "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escaped(part)}</w:t>' if part else ""
        for part in line.split("\t")
    )


def tab(look: Look) -> str:
    """Return a run that goes on to the next tab stop, along a line if its look is underlined."""
    return f"<w:r>{look.properties()}<w:tab/></w:r>"


def field(instruction: str, result: str, look: Look) -> str:
    """Return a complex field, each of its parts in a run of its own."""
    rpr = look.properties()
    return (
        f'<w:r>{rpr}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{rpr}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{rpr}<w:t>{escaped(result)}</w:t></w:r>"
        f'<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def underlines_of_spaces(count: int) -> str:
    """Return the blank text that stands in a control nobody has filled in."""
    return "\u3000" * count
