"""Paragraphs with all their measures exact: spacing, line height, indents and tab stops."""

from __future__ import annotations

from dataclasses import field

from formgen.dataclass import dataclass
from formgen.units import Pt
from formgen.writers.word.lengths import eighths

ASCENT = 0.8
"""Where the baseline stands in a line of exact height, from its top, whatever its face."""
TEXT_LINE = 0.38 / 0.3
"""Line height, in em, at which text centred in a cell stands where the layout centres it."""
EASE: Pt = 12.0
"""How far text may reach beyond its place before it is broken anew."""
HAIR = 20
"""Height of a paragraph that only parts two tables, or ends a cell: one point, in twips."""


@dataclass(slots=True)
class Para:
    """A paragraph; lengths are twips. `tabs` are stops from the left of its place."""

    content: str
    line: int
    before: int = 0
    after: int = 0
    left: int = 0
    right: int = 0
    first: int = 0
    align: str = "left"
    tabs: list[tuple[int, str]] = field(default_factory=list)
    level: int = 0
    keep_next: bool = False
    page_break: bool = False
    rule: float = 0.0
    rule_color: str = "#000000"
    gap: str = ""
    style: str = ""

    def xml(self, section: str = "") -> str:
        """Return `w:p`, or the gap that stands for it; `section` is a `w:sectPr` that it ends."""
        if self.gap:
            return self.gap
        return f"<w:p>{self.properties(section)}{self.content}</w:p>"

    def properties(self, section: str = "") -> str:
        """Return `w:pPr`, in the order of its schema (CT_PPr)."""
        style = f"Heading{self.level}" if self.level else self.style
        parts = [
            f'<w:pStyle w:val="{style}"/>' if style else "",
            "<w:keepNext/>" if self.keep_next else "",
            "<w:pageBreakBefore/>" if self.page_break else "",
            self._border(),
            self._tabs(),
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" '
            f'w:line="{max(self.line, 1)}" w:lineRule="exact"/>',
            self._indent(),
            f'<w:jc w:val="{_JC[self.align]}"/>' if self.align != "left" else "",
            _SMALL_MARK if self.line <= HAIR else "",
            section,
        ]
        return f"<w:pPr>{''.join(parts)}</w:pPr>"

    def _tabs(self) -> str:
        stops = sorted(dict(self.tabs).items())
        inner = "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for at, kind in stops)
        return f"<w:tabs>{inner}</w:tabs>" if stops else ""

    def _border(self) -> str:
        if not self.rule:
            return ""
        color = self.rule_color[1:].upper()
        return (
            f'<w:pBdr><w:top w:val="single" w:sz="{eighths(self.rule)}" w:space="0" '
            f'w:color="{color}"/></w:pBdr>'
        )

    def _indent(self) -> str:
        if not (self.left or self.right or self.first):
            return ""
        first = f' w:firstLine="{self.first}"' if self.first > 0 else ""
        hanging = f' w:hanging="{-self.first}"' if self.first < 0 else ""
        return f'<w:ind w:left="{self.left}" w:right="{self.right}"{first}{hanging}/>'


_JC = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_SMALL_MARK = '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'


def hair(before: int = 0) -> Para:
    """Return a paragraph one point high, with nothing in it."""
    return Para("", HAIR, before=before)
