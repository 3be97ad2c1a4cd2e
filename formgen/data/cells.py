"""Cells of tables: values as people see them in a spreadsheet, and as CSV files say them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

_MOST_EXACT = 1e15
_MOST_DIGITS = 1000
"""A number with more stays as it is spelt: 1E-999999999 would fill the memory with noughts."""


def cell_text(value: object) -> str:
    """Return a raw value as the text of a CSV cell that reads back as the same value of a field.

    A list of words has them divided by "；"; a list of objects, and an object, is JSON.
    """
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() | Decimal():
            return _number_text(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case bytes():
            return f"({len(value)} bytes)"
        case list() | tuple():
            return _list_text(value)
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)


def clock(value: time | timedelta) -> str:
    """Return a time of day, or a length of time, as a spreadsheet shows it: 14:30, or 14:30:05."""
    if isinstance(value, time):
        seconds = (value.hour * 60 + value.minute) * 60 + value.second
        seconds += value.microsecond >= 500_000
        sign = ""
    else:
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    minutes, second = divmod(seconds, 60)
    text = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text


def _moment(value: datetime) -> str:
    return value.isoformat(" ", "seconds" if value.second else "minutes")


def _number_text(value: float | Decimal) -> str:
    if isinstance(value, Decimal):
        plain = value.is_finite() and abs(value.adjusted()) <= _MOST_DIGITS
        return format(value, "f") if plain else str(value)
    # From 16 digits on a float has lost some: then it must not come out as if it had them all.
    if not isfinite(value) or abs(value) >= _MOST_EXACT:
        return str(value)
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def _list_text(items: Sequence[object]) -> str:
    if any(isinstance(item, dict) for item in items):
        return json.dumps(items, ensure_ascii=False, default=cell_text)
    return "；".join(cell_text(item) for item in items)
