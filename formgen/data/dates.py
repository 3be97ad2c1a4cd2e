"""Dates: the usual spellings that begin with the year, with a time of day where the field asks."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache

from formgen.data.refusal import Refusal, kind, quote
from formgen.model.fields import DateField

_AROUND_WORDS = re.compile(r"\s*([年月日号时点分秒])\s*")
_DATE = re.compile(
    r"([0-9]{4})"
    r"(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})[日号]?"
    r"|([0-9]{2})([0-9]{2}))"
)
_CLOCK = re.compile(
    r"([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?|[时点](?:([0-9]{1,2})分(?:([0-9]{1,2})秒)?)?)"
    r"\s*(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2[0-9]{4}")
_DAY_NUMBER = re.compile(r"[34][0-9]{4}(\.[0-9]+)?")
SPELLINGS = "2026-11-22, 2026/11/22, 2026.11.22, 20261122 or 2026年11月22日"
TIMES = "a time like 14:30 or 14时30分 behind it"


def date_reader(field: DateField) -> Callable[[object], date | None]:
    """Return a function from a raw value to the date of `field`, or None for no date.

    A field with a time gives a datetime, or a date where the data names no time: hour and minute
    stay blank then. The function raises Refusal.
    """

    @lru_cache(maxsize=1024)
    def read_text(text: str) -> date | None:
        moment = parse_date(text, field.with_time)
        return None if moment is None else _fitting(field, moment, text)

    def read(value: object) -> date | None:
        match value:
            case str():
                return read_text(value)
            case bool() | float():
                raise Refusal("wrong-type", f"{quote(value)} is not a date", _hint(field.with_time))
            case int():
                return read_text(str(value))
            case date():
                return _fitting(field, value, value)
            case _:
                given = f"{kind(value)} was given; allowed: a date"
                raise Refusal("wrong-type", given, _hint(field.with_time))

    return read


def parse_date(text: str, with_time: bool = False) -> date | None:
    """Return the date that `text` spells, a datetime if it has a time, None for an empty text.

    Raises Refusal; its hint names the time of day only where `with_time` allows one.
    """
    folded = _AROUND_WORDS.sub(r"\1", unicodedata.normalize("NFKC", text).strip())
    if not folded:
        return None
    match = _DATE.match(folded)
    if not match:
        raise _not_a_date(text, folded, with_time)
    day = _day(match, text)
    rest = folded[match.end() :]
    if not rest:
        return day
    if not (rest[0] in "Tt" or rest[0].isspace() or folded[match.end() - 1] in "日号"):
        raise _not_a_date(text, folded, with_time)
    return datetime.combine(day, _clock(rest.lstrip("Tt \u3000"), text, with_time))


def _not_a_date(text: str, folded: str, with_time: bool) -> Refusal:
    year_last = _YEAR_LAST.match(folded)
    if year_last and int(year_last[1]) <= 12 and int(year_last[3]) <= 12:
        message = f"{quote(text)} leaves open which is the day and which the month"
        return Refusal("ambiguous-date", message, _hint(with_time))
    if _DAY_NUMBER.fullmatch(folded):
        hint = "it looks like a spreadsheet's count of days; format the column as a date"
        return Refusal("bad-date", f"{quote(text)} is not a date", hint)
    return Refusal("bad-date", f"{quote(text)} is not a date", _hint(with_time))


def _hint(with_time: bool) -> str:
    return f"allowed: {SPELLINGS}" + (f", {TIMES}" if with_time else "")


def _day(match: re.Match[str], text: str) -> date:
    year, month, day = int(match[1]), *(int(part) for part in match.groups()[2:] if part)
    if year < 1:
        raise Refusal("bad-date", f"{quote(text)} is no date: there is no year {year}")
    if not 1 <= month <= 12:
        raise Refusal("bad-date", f"{quote(text)} is no date: there is no month {month}")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        reason = f"month {month} of {year} has {days} days"
        raise Refusal("bad-date", f"{quote(text)} is no date: {reason}")
    return date(year, month, day)


def _clock(rest: str, text: str, with_time: bool) -> time:
    match = _CLOCK.fullmatch(rest.strip())
    if not match:
        message = f"{quote(text)} has no time of day that can be read behind its date"
        raise Refusal("bad-date", message, _hint(with_time))
    if match[6]:
        message = f"{quote(text)} names a time zone; allowed: the time on the local clock"
        raise Refusal("bad-date", message)
    hour, minute = int(match[1]), int(match[2] or match[4] or 0)
    second = int(match[3] or match[5] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Refusal("bad-date", f"{quote(text)} is no time: allowed are 00:00 to 23:59")
    return time(hour, minute, second)


def _fitting(field: DateField, moment: date, given: object) -> date:
    """Return the moment as `field` takes it: without a time unless the field has one."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is not None:
        message = f"{quote(given)} names a time zone; allowed: the time on the local clock"
        raise Refusal("bad-date", message)
    if field.with_time:
        return moment
    if moment.time() != time.min:
        raise Refusal("unexpected-time", f"{quote(given)} has a time; allowed: a date alone")
    return moment.date()
