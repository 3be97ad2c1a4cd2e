"""A content stream that grows operator by operator and never says twice what still holds.

The only place that knows that PDF counts y from the foot of the page: every coordinate passes
through `Content.point`. Source of the operators: ISO 32000-1, annex A.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from formgen.model.style import Color
from formgen.units import Pt

_INITIAL = {"w": "1", "d": "[] 0", "J": "0", "j": "0", "rg": "0 g", "RG": "0 G", "Tf": ""}


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """Return a number as PDF writes it, with three decimals at most."""
    return f"{round(value, 3) + 0.0:.7g}"


def numbers(*values: float) -> str:
    """Return numbers with a space between them."""
    return " ".join([number(value) for value in values])


class Content:
    """A content stream that starts in the initial graphics state.

    `height` is that of the page, in points. Text objects are opened and closed as needed: `text`
    opens one, every other method closes it.
    """

    def __init__(self, height: Pt) -> None:
        self.height = height
        self._parts: list[str] = []
        self._state = dict(_INITIAL)
        self._text_origin: tuple[float, float] | None = None
        self._is_turned = False

    def code(self) -> str:
        """Return the operators, one line each, in ASCII."""
        self._end_text()
        return "\n".join(self._parts)

    def point(self, x: Pt, y: Pt) -> str:
        """Return a place on the page, given from its top left, as PDF coordinates."""
        return f"{number(x)} {number(self.height - y)}"

    def add(self, operators: str) -> None:
        """Append operators that leave the graphics state as it is, outside of a text object."""
        self._end_text()
        self._parts.append(operators)

    # ---- graphics state ---------------------------------------------------------------------

    def fill_color(self, color: Color) -> None:
        """Fill from now on with `color`."""
        self._set("rg", color_operators(color, "g", "rg"))

    def stroke(self, width: Pt, color: Color, dash: Sequence[Pt] = (), round: bool = False) -> None:
        """Stroke from now on with this pen; `round` rounds the ends and the corners."""
        self._end_text()
        self._set("RG", color_operators(color, "G", "RG"))
        self._set_operand("w", number(width))
        self._set_operand("d", f"[{numbers(*dash)}] 0")
        self._set_operand("J", "1" if round else "0")
        self._set_operand("j", "1" if round else "0")

    def _set_operand(self, operator: str, operand: str) -> None:
        if self._state[operator] != operand:
            self._state[operator] = operand
            self._parts.append(f"{operand} {operator}")

    def _set(self, name: str, operators: str) -> None:
        if self._state[name] != operators:
            self._state[name] = operators
            self._parts.append(operators)

    # ---- text -------------------------------------------------------------------------------

    def text(self, font: str, size: Pt, color: Color, shown: str) -> None:
        """Show text, at the place set by `move_text` just before; `shown` ends with Tj or TJ."""
        self._set("Tf", f"/{font} {number(size)} Tf")
        self.fill_color(color)
        self._parts.append(shown)

    def move_text(self, x: Pt, y: Pt, cosine: float = 1.0, sine: float = 0.0) -> None:
        """Set where the next text starts, and how its baseline is turned, counter-clockwise."""
        at = round(x, 3), round(self.height - y, 3)
        if self._text_origin is None:
            self._parts.append("BT")
            self._text_origin, self._is_turned = (0.0, 0.0), False
        if sine or cosine != 1.0 or self._is_turned:
            turn = " ".join(f"{value + 0.0:.6g}" for value in (cosine, sine, -sine, cosine))
            self._parts.append(f"{turn} {numbers(*at)} Tm")
        else:
            by = at[0] - self._text_origin[0], at[1] - self._text_origin[1]
            self._parts.append(f"{numbers(*by)} Td")
        self._text_origin, self._is_turned = at, bool(sine or cosine != 1.0)

    def _end_text(self) -> None:
        if self._text_origin is not None:
            self._parts.append("ET")
            self._text_origin = None


@lru_cache(maxsize=256)
def color_operators(color: Color, gray: str, rgb: str) -> str:
    """Return what sets a colour; `gray` and `rgb` are the names of the operators."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    if red == green == blue:
        return f"{number(red)} {gray}"
    return f"{numbers(red, green, blue)} {rgb}"
