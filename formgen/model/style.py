"""Style values that layout nodes carry. `None` always means: what the surroundings have."""

from __future__ import annotations

from typing import Literal, TypeAlias

from formgen.dataclass import dataclass
from formgen.units import Pt

Align: TypeAlias = Literal["left", "center", "right", "justify"]
VAlign: TypeAlias = Literal["top", "middle", "bottom"]
BoxSide: TypeAlias = Literal["before", "after"]
OverflowPolicy: TypeAlias = Literal["shrink", "wrap", "grow", "cut", "refuse"]
Side: TypeAlias = Literal["top", "right", "bottom", "left"]
Color: TypeAlias = str
"""A colour as #rrggbb in lower case."""

ALL_SIDES: frozenset[Side] = frozenset(("top", "right", "bottom", "left"))


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The look of a stretch of text."""

    size: Pt | None = None
    bold: bool | None = None
    color: Color | None = None
    underline: bool | None = None

    def over(self, base: TextStyle) -> TextStyle:
        """Return this style with what it leaves open taken from `base`."""
        return TextStyle(
            base.size if self.size is None else self.size,
            base.bold if self.bold is None else self.bold,
            base.color if self.color is None else self.color,
            base.underline if self.underline is None else self.underline,
        )


AS_AROUND = TextStyle()
"""The style of the surroundings: nothing said."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """What happens to a value that is too long for its place.

    shrink: set smaller, down to `min_size`, on as many lines as the place holds; wrap: on as many
    lines as the place holds; grow: the place grows; cut: the end is replaced by …; refuse: only a
    value that fits on the lines to write on, mostly one, is taken. Where the policy ends, the value
    is an error.
    """

    policy: OverflowPolicy = "shrink"
    min_size: Pt = 7.0


SHRINK = Overflow()
"""The policy where the author says nothing."""


@dataclass(frozen=True, slots=True)
class Track:
    """A column: a fixed width in points, a share (`fr`) of what is left, or as its content asks."""

    kind: Literal["fixed", "fr", "auto"]
    amount: float = 0.0
