"""Texts: taken as they are given, apart from white space at the ends and line ends.

In fields with a pattern and in combs, full-width letters and digits become ASCII ones, and a tab
becomes a space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from formgen.data.json_value import LARGEST_POWER
from formgen.data.refusal import Refusal, kind, quote
from formgen.model.fields import TextField
from formgen.model.patterns import Matches, SlowPatternError, compile_pattern, is_plain

_LINE_END = re.compile("\r\n?|\u2028|\u2029")
# Noncharacters of the Unicode Standard, section 23.7; the last two of each plane are tested apart.
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
# Characters without a shape of their own that are no control characters: most ask for another shape
# of the one before them, which matters in names, and no face is asked for it. Those that only tell
# emoji from text (U+FE0E, U+FE0F) change no shape here.
_UNSEEN = re.compile("[\u034f\u180b-\u180d\u180f\ufe00-\ufe0d\U000e0000-\U000e0fff]")
# What a spreadsheet writes for a long number in a narrow column: the digits are gone.
_SHORTENED = re.compile(r"[+-]?[0-9](\.[0-9]+)?E\+[0-9]{2,3}")
_LOST_DIGITS_HINT = "give it as text: in a spreadsheet format the column as text, in JSON quote it"
# What Excel, WPS and LibreOffice show for a formula that fails, in a cell or a CSV file.
_CELL_ERROR = re.compile(
    r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|FORMULA!)"
    r"|Err:[0-9]{3}"
)
_SUSPECT = frozenset("#E")
_CELL_ERROR_HINT = "mend the formula, open the file in a spreadsheet program and save it again"
_MOST_EXACT = 10_000_000
_LONGEST = 100_000
"""No text on paper is longer; the bound keeps a hostile one from costing time and memory."""
# These white spaces are in many texts, and str.isprintable says no to them.
_COMMON = {0x3000: " ", 0x0A: " ", 0x09: " "}
# Full-width forms (U+FF01 to U+FF5E) and what NFKC makes of them, as Chinese input methods type
# them; the ideographic space is one of the signs.
_FORMS = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}
_HALF_WIDTH = {point: half for point, half in _FORMS.items() if chr(half).isalnum()}
_HALF_WIDTH_SIGNS = _FORMS | {0x3000: 0x20}


def text_reader(field: TextField) -> Callable[[object], str | None]:
    """Return a function from a raw value to the text of `field`, or None for no text.

    The function raises Refusal. Raises ValueError if the field's pattern is none.
    """
    matches = _matcher(field) if field.pattern else None
    longest = field.max_length
    folds = bool(matches) or field.half_width

    def read(value: object) -> str | None:
        given = value if isinstance(value, str) else as_text(value)
        text = given.strip()
        if len(text) > _LONGEST:
            raise _too_long(text, _LONGEST)
        if not given.isprintable() or "E+" in text or text[:1] in _SUSPECT:
            text = clean(given)
            if folds:
                text = text.replace("\t", " ")
        if not text.isascii() and _UNSEEN.search(text):
            _refuse_unprintable(text)
        if folds and not text.isascii():
            text = _folded(text, matches)
        if longest and len(text) > longest:
            raise _too_long(text, longest)
        if matches and text and not matches(text):
            raise _mismatch(text, field)
        return text or None

    return read


def _too_long(text: str, most: int) -> Refusal:
    message = f"{quote(text)} has {len(text)} characters; allowed: at most {most}"
    return Refusal("too-long", message)


def _matcher(field: TextField) -> Matches:
    matches = compile_pattern(field.pattern)

    def checked(text: str) -> bool:
        try:
            return matches(text)
        except SlowPatternError:
            raise Refusal(
                "slow-pattern",
                f"{quote(text)} cannot be checked: its pattern takes too long",
                "write the pattern without groups that are repeated",
            ) from None

    return matches if is_plain(field.pattern) else checked


def _mismatch(text: str, field: TextField) -> Refusal:
    if field.pattern_help:
        return Refusal(
            "bad-pattern", f"{quote(text)} is not allowed; allowed: {field.pattern_help}"
        )
    message = f"{quote(text)} does not match the pattern; allowed: `{field.pattern}`"
    return Refusal("bad-pattern", message)


def _folded(text: str, matches: Matches | None) -> str:
    """Return `text` with ASCII letters and digits for full-width ones.

    Full-width signs become ASCII ones only where that makes the text match: many of them are
    Chinese punctuation.
    """
    text = text.translate(_HALF_WIDTH)
    if matches and not matches(text):
        plain = text.translate(_HALF_WIDTH_SIGNS).strip()
        return plain if matches(plain) else text
    return text


def clean(text: str) -> str:
    """Return `text` without white space at its ends, its line ends being line feeds.

    Raises Refusal if it has a character that can never be printed, lost digits on its way
    through a spreadsheet, or is the error of a formula.
    """
    if not text.isprintable():
        text = _LINE_END.sub("\n", text)
        if not text.translate(_COMMON).isprintable():
            _refuse_unprintable(text)
    text = text.strip()
    if text[:1] in _SUSPECT and _CELL_ERROR.fullmatch(text):
        message = f"{quote(text)} is an error of the spreadsheet and no value"
        raise Refusal("cell-error", message, _CELL_ERROR_HINT)
    if "E+" in text and _SHORTENED.fullmatch(text):
        raise Refusal(
            "lost-digits", f"{quote(text)} is a number whose digits are lost", _LOST_DIGITS_HINT
        )
    return text


def _refuse_unprintable(text: str) -> None:
    for position, character in enumerate(text, 1):
        reason = unprintable(character)
        if reason:
            raise Refusal(
                "bad-character",
                f"{quote(text)} has {reason} U+{ord(character):04X} at position {position};"
                " it cannot be printed",
                "remove the character",
            )


def unprintable(character: str) -> str:
    """Return why `character` can never be printed ("a control character"), or ""."""
    match unicodedata.category(character):
        case "Cc" if character not in "\n\t":
            return "the control character"
        case "Cs":
            return "half of a surrogate pair,"
        case "Cf":
            return "the invisible character"
    if _UNSEEN.match(character):
        return "the invisible character"
    point = ord(character)
    if point & 0xFFFE == 0xFFFE or point in _NONCHARACTERS:
        return "the noncharacter"
    return ""


def as_text(value: object) -> str:
    """Return a value that is no text as text; raises Refusal if its spelling is not certain."""
    match value:
        case bool():
            raise Refusal("wrong-type", f"{quote(value)} is not text", "write the text in quotes")
        case int():
            return str(value)
        case Decimal() | float():
            return _number_as_text(value)
        case date():
            return str(value)
        case _:
            raise Refusal("wrong-type", f"{kind(value)} was given; allowed: a text")


def _number_as_text(value: Decimal | float) -> str:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if not number.is_finite():
        raise Refusal("wrong-type", f"{quote(value)} is not text")
    rounded = isinstance(value, float) and value.is_integer() and abs(value) >= _MOST_EXACT
    if number.adjusted() < -LARGEST_POWER:
        raise Refusal("wrong-type", f"{quote(value)} is not text")
    if rounded or int(number.as_tuple().exponent) > 0:
        raise Refusal(
            "lost-digits",
            f"{quote(value)} is a number whose digits may be lost",
            _LOST_DIGITS_HINT,
        )
    return format(number, "f")
