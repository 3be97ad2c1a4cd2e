"""Numbers: decimal, as people write them, with thousands separators and the field's unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from formgen.data.refusal import Refusal, kind, quote
from formgen.model.fields import NumberField

_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[+-]?\.[0-9]+")
_LONGEST = 60
"""No number on a form is longer; the bound keeps a hostile one from costing time."""


def number_reader(field: NumberField) -> Callable[[object], Decimal | None]:
    """Return a function from a raw value to the number of `field`, or None for no number.

    The function raises Refusal.
    """

    @lru_cache(maxsize=1024)
    def read_text(text: str) -> Decimal | None:
        number = parse_number(text, field.unit)
        return None if number is None else _checked(field, number, text)

    def read(value: object) -> Decimal | None:
        if isinstance(value, str):
            return read_text(value)
        return _checked(field, _from_number(value), value)

    return read


def parse_number(text: str, unit: str = "") -> Decimal | None:
    """Return the number that `text` spells, with or without its unit, or None for an empty text.

    Full-width characters count as their ordinary forms; the author's decimals are kept ("10.0").
    Raises Refusal.
    """
    folded = _fold(text)
    if not folded:
        return None
    bare = _without_unit(folded, _fold(unit))
    if len(bare) <= _LONGEST and _PLAIN.fullmatch(bare):
        return _unsigned_zero(Decimal(bare.replace(",", "")))
    allowed = "a number like 1234.5 or 1,234.5"
    raise Refusal(
        "bad-number",
        f"{quote(text)} is not a number; allowed: {allowed}"
        + (f", with or without the unit {unit}" if unit else ""),
    )


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    return "".join(folded.split())


def _without_unit(text: str, unit: str) -> str:
    if not unit:
        return text
    if text.casefold().endswith(unit.casefold()):
        return text[: len(text) - len(unit)]
    if text.casefold().startswith(unit.casefold()):
        return text[len(unit) :]
    return text


def _from_number(value: object) -> Decimal:
    match value:
        case bool():
            raise Refusal("wrong-type", f"{quote(value)} is not a number")
        case int():
            number = Decimal(value)
        case float() if value.is_integer():
            number = Decimal(int(value))
        case float():
            number = Decimal(repr(value))
        case Decimal():
            number = value
        case _:
            raise Refusal("wrong-type", f"{kind(value)} was given; allowed: a number")
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        raise Refusal("bad-number", f"{quote(value)} is not a number that can be printed")
    return _unsigned_zero(Decimal(format(number, "f")))


def _unsigned_zero(number: Decimal) -> Decimal:
    return number if number else number.copy_abs()


def _checked(field: NumberField, number: Decimal, given: object) -> Decimal:
    too_small = field.minimum is not None and number < field.minimum
    too_large = field.maximum is not None and number > field.maximum
    if too_small or too_large:
        raise Refusal("out-of-range", f"{quote(given)} is out of range; allowed: {_range(field)}")
    return number if field.decimals is None else _with_decimals(field.decimals, number, given)


def _range(field: NumberField) -> str:
    unit = f" {field.unit}" if field.unit else ""
    if field.maximum is None:
        return f"at least {field.minimum}{unit}"
    if field.minimum is None:
        return f"at most {field.maximum}{unit}"
    return f"{field.minimum} to {field.maximum}{unit}"


def _with_decimals(decimals: int, number: Decimal, given: object) -> Decimal:
    """Return the number, superfluous zeros dropped; raises Refusal if digits would be lost."""
    if -int(number.as_tuple().exponent) <= decimals:
        return number
    whole, _, fraction = format(number, "f").partition(".")
    if fraction[decimals:].strip("0"):
        allowed = f"at most {decimals} after the point" if decimals else "whole numbers"
        raise Refusal(
            "too-many-decimals", f"{quote(given)} has too many decimals; allowed: {allowed}"
        )
    return Decimal(f"{whole}.{fraction[:decimals]}")


def decimal(value: object) -> object:
    """Return a number as the Decimal that it spells, all else as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return Decimal(repr(value))
