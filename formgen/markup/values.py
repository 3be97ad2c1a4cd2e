"""Attribute types: what may stand in an attribute, and the value it becomes.

A type's `name` is what the reference and the error messages call it; `parse` raises ValueError
with a sentence fit for a user; `pattern` (an XSD regular expression) or `words` tell an editor's
schema the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar, cast

from formgen.dataclass import dataclass
from formgen.diagnostics import did_you_mean
from formgen.geometry import Insets
from formgen.model.style import ALL_SIDES, Color, Side, Track
from formgen.units import Pt, mm, parse_length

T_co = TypeVar("T_co", covariant=True)
L = TypeVar("L", bound=str)

LENGTH_PATTERN = r"(\d+(\.\d+)?|\.\d+)(mm|cm|in|pt)"
SMALLEST_TEXT = 1.0
LONGEST: Pt = mm(2000)


@dataclass(frozen=True, slots=True)
class ValueType(Generic[T_co]):
    """What an attribute's text may be, and how it is read."""

    name: str
    parse: Callable[[str], T_co]
    pattern: str = ""
    words: tuple[str, ...] = ()


# ---- words ----------------------------------------------------------------------------------


_ALIKE = {
    "middle": ("center",),
    "center": ("middle",),
    "centre": ("center", "middle"),
    "start": ("left",),
    "end": ("right",),
    "true": ("yes",),
    "on": ("yes",),
    "1": ("yes",),
    "false": ("no",),
    "off": ("no",),
    "0": ("no",),
}
"""What authors write for a word of the language, as they know it from elsewhere."""


def _word(text: str, words: tuple[str, ...]) -> str:
    if text in words:
        return text
    alike = next((word for word in _ALIKE.get(text.lower(), ()) if word in words), "")
    near = f"did you mean `{alike}`?" if alike else did_you_mean(text.lower(), words)
    allowed = ", ".join(f"`{word}`" for word in words)
    raise ValueError(f"`{text}` is none of {allowed}" + (f"; {near}" if near else ""))


def one_of(*words: L) -> ValueType[L]:
    """Return the type of an attribute that is one of `words`."""
    return ValueType("one of " + " | ".join(words), lambda t: cast(L, _word(t, words)), "", words)


def _yes_no(text: str) -> bool:
    return _word(text, ("yes", "no")) == "yes"


def _words(text: str) -> tuple[str, ...]:
    words = tuple(text.split())
    if len(words) not in (3, 5):
        raise ValueError(f"`{text}` has {len(words)} words; write three, like 年 月 日, or five")
    return words


def _list(text: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in text.split("|"))
    if "" in items:
        raise ValueError(f"`{text}` has an empty item; write the items with | between them")
    return items


TEXT: ValueType[str] = ValueType("text", str)
YES_NO: ValueType[bool] = ValueType("yes | no", _yes_no, "", ("yes", "no"))
LIST: ValueType[tuple[str, ...]] = ValueType("texts with | between them", _list, r"[^|]+(\|[^|]+)*")
DATE_WORDS: ValueType[tuple[str, ...]] = ValueType("three or five words", _words)

# ---- numbers --------------------------------------------------------------------------------


def whole(least: int, most: int) -> ValueType[int]:
    """Return the type of a whole number from `least` to `most`."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"`{text}` is not a whole number from {least} to {most}")
        return int(text)

    return ValueType(f"whole number from {least} to {most}", parse, r"-?\d+")


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", text):
        raise ValueError(f"`{text}` is not a number; write digits and a point, like 12 or 0.5")
    return Decimal(text)


def _em(text: str) -> float:
    match = re.fullmatch(r"([0-9]{1,2}(?:\.[0-9]+)?)(em)?", text)
    if not match:
        raise ValueError(f"`{text}` is not a number of characters; write it like 2em or 2")
    return float(match[1])


NUMBER: ValueType[Decimal] = ValueType("number", _number, r"-?\d+(\.\d+)?")
EM: ValueType[float] = ValueType("number of characters, like 2em", _em, r"\d+(\.\d+)?(em)?")

# ---- lengths --------------------------------------------------------------------------------


def _length(text: str) -> Pt:
    length = parse_length(text)
    if length > LONGEST:
        raise ValueError(f"`{text}` is longer than any paper; at most {LONGEST / mm(1):.0f}mm")
    return length


def _extent(text: str) -> Pt:
    length = _length(text)
    if length <= 0:
        raise ValueError(f"`{text}` must be more than nothing")
    return length


def _points(text: str) -> Pt:
    try:
        size = _extent(text)
        if size < SMALLEST_TEXT:
            raise ValueError(f"`{text}` is too small to be read; at least {SMALLEST_TEXT:.0f}pt")
        return size
    except ValueError:
        if re.fullmatch(r"\d+(\.\d+)?", text):
            raise ValueError(f"a size of text needs a unit; did you mean `{text}pt`?") from None
        raise


def _lengths(text: str) -> tuple[Pt, ...]:
    return tuple(_length(part) for part in text.split())


def _margins(text: str) -> Insets:
    sides = _lengths(text)
    if not 1 <= len(sides) <= 4:
        raise ValueError(
            f"`{text}` has {len(sides)} lengths; write one to four: top right bottom left"
        )
    top, right, bottom, left = {
        1: (0, 0, 0, 0),
        2: (0, 1, 0, 1),
        3: (0, 1, 2, 1),
        4: (0, 1, 2, 3),
    }[len(sides)]
    return Insets(sides[top], sides[right], sides[bottom], sides[left])


def _track(text: str) -> Track:
    if text == "auto":
        return Track("auto")
    share = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]+)?)fr", text)
    if share and float(share[1]) > 0:
        return Track("fr", float(share[1]))
    percent = re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]+)?)%", text)
    near = f"; did you mean `{percent[1]}fr`?" if percent else ""
    try:
        return Track("fixed", _extent(text))
    except ValueError:
        raise ValueError(
            f"`{text}` is not a column width; write a length (24mm), a share (1fr) or auto{near}"
        ) from None


def _columns(text: str) -> tuple[Track, ...]:
    tracks = tuple(_track(part) for part in text.split())
    if not 1 <= len(tracks) <= 100:
        raise ValueError(f"`{text}` has {len(tracks)} columns; write one to a hundred")
    return tracks


LENGTH: ValueType[Pt] = ValueType("length", _length, LENGTH_PATTERN)
EXTENT: ValueType[Pt] = ValueType("length", _extent, LENGTH_PATTERN)
POINTS: ValueType[Pt] = ValueType("length, mostly in pt", _points, LENGTH_PATTERN)
LENGTHS: ValueType[tuple[Pt, ...]] = ValueType("lengths", _lengths)
MARGINS: ValueType[Insets] = ValueType("one to four lengths", _margins)
_TRACK_PATTERN = rf"({LENGTH_PATTERN}|\d+(\.\d+)?fr|auto)"
TRACK: ValueType[Track] = ValueType(
    "column width: length, share (1fr) or auto", _track, _TRACK_PATTERN
)
COLUMNS: ValueType[tuple[Track, ...]] = ValueType(
    "column widths: lengths, shares (1fr) and auto",
    _columns,
    rf"\s*{_TRACK_PATTERN}(\s+{_TRACK_PATTERN})*\s*",
)

# ---- paper, colours, sides ------------------------------------------------------------------

PAPERS = {  # ISO 216, and ANSI/ASME Y14.1 for Letter; portrait
    "A3": (mm(297), mm(420)),
    "A4": (mm(210), mm(297)),
    "A5": (mm(148), mm(210)),
    "B5": (mm(176), mm(250)),
    "Letter": (612.0, 792.0),
    "Legal": (612.0, 1008.0),
}
COLORS = {
    "black": "#000000",
    "white": "#ffffff",
    "gray": "#808080",
    "grey": "#808080",
    "red": "#ff0000",
    "blue": "#0000ff",
    "green": "#008000",
}


def _paper(text: str) -> tuple[Pt, Pt]:
    if text in PAPERS:
        return PAPERS[text]
    width, _, height = text.partition("x")
    try:
        return _extent(width), _extent(height)
    except ValueError:
        names = ", ".join(PAPERS)
        raise ValueError(
            f"`{text}` is not a size of paper; write {names} or a size like 210mmx99mm"
        ) from None


def _color(text: str) -> Color:
    if text.lower() in COLORS:
        return COLORS[text.lower()]
    match = re.fullmatch(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", text)
    if not match:
        names = ", ".join(sorted(COLORS))
        raise ValueError(f"`{text}` is not a colour; write it like #1f4e9e, or one of {names}")
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits))


def _sides(text: str) -> frozenset[Side]:
    if text in ("all", "none"):
        return ALL_SIDES if text == "all" else frozenset()
    order: tuple[Side, ...] = ("top", "right", "bottom", "left")
    words = text.split()
    for word in words:
        if word not in order:
            allowed = " ".join(order)
            raise ValueError(f"`{word}` is not a side; write all, none or some of {allowed}")
    return frozenset(side for side in order if side in words)


PAPER: ValueType[tuple[Pt, Pt]] = ValueType(
    f"{' | '.join(PAPERS)} or a size like 210mmx99mm",
    _paper,
    rf"{'|'.join(PAPERS)}|{LENGTH_PATTERN}x{LENGTH_PATTERN}",
)
COLOR: ValueType[Color] = ValueType(
    "colour like #1f4e9e",
    _color,
    rf"{'|'.join(COLORS)}|#[0-9a-fA-F]{{6}}|#[0-9a-fA-F]{{3}}",
)
SIDES: ValueType[frozenset[Side]] = ValueType("all | none | some of top right bottom left", _sides)

# ---- names, dates, patterns, expressions ----------------------------------------------------


def _name(text: str) -> str:
    if re.fullmatch(r"[a-z][a-z0-9_]{0,62}", text):
        return text
    raise ValueError(
        f"`{text}` is not a name; write lower-case letters, digits and _, like customer_name"
    )


def _form_id(text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}", text):
        return text
    raise ValueError(f"`{text}` is not an id; write letters, digits, _ and -")


def _lang(text: str) -> str:
    if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", text):
        return text
    raise ValueError(f"`{text}` is not a language tag; write one like zh-CN or en")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`{text}` is not a date; write it like 2026-11-22") from None


def _date_format(text: str) -> str:
    """Allow only the parts whose output is the same on every machine."""
    for part in re.findall(r"%.?", text):
        if part[1:] not in tuple("YymdHMS%"):
            raise ValueError(f"`{part}` is not a part of a date; write %Y %y %m %d %H %M %S")
    if "%" not in text:
        raise ValueError(f"`{text}` has no part of a date; write it like %Y-%m-%d")
    return text


def _regex(text: str) -> str:
    from formgen.model.patterns import compile_pattern

    try:
        compile_pattern(text)
    except ValueError as error:
        raise ValueError(f"`{text[:40]}` is not a regular expression: {error}") from None
    return text


def _expression(text: str) -> str:
    from formgen.markup.environment import expression_fault

    fault = expression_fault(text)
    if fault:
        raise ValueError(f"`{text}` is not an expression: {fault}")
    return text


NAME: ValueType[str] = ValueType("name like customer_name", _name, "[a-z][a-z0-9_]*")
FORM_ID: ValueType[str] = ValueType("id", _form_id, "[A-Za-z0-9][A-Za-z0-9_-]*")
LANG: ValueType[str] = ValueType("language tag like zh-CN", _lang, "[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")
DATE: ValueType[date] = ValueType("date like 2026-11-22", _date, r"\d{4}-\d{2}-\d{2}")
DATE_FORMAT: ValueType[str] = ValueType("date pattern like %Y-%m-%d", _date_format)
REGEX: ValueType[str] = ValueType("regular expression", _regex)
EXPRESSION: ValueType[str] = ValueType("expression over the record's fields", _expression)
