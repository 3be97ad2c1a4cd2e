"""How values of records are compared and ordered: by value, and never across kinds unsaid."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias

from formgen.data.cells import cell_text
from formgen.data.dates import parse_date
from formgen.data.numbers import decimal
from formgen.data.refusal import Refusal, kind, listing, quote
from formgen.dataclass import dataclass
from formgen.diagnostics import did_you_mean
from formgen.model.fields import ChoiceField

SortKey: TypeAlias = tuple[int, object]

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le,
    "gt": operator.gt, "gteq": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options that a record chooses of a field; known by their codes and their texts."""

    field: ChoiceField
    codes: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.codes)

    def __str__(self) -> str:
        return "；".join(option.text for option in self.field.options if option.code in self.codes)

    @property
    def order(self) -> tuple[int, ...]:
        """Where the chosen options stand among those of the form."""
        return tuple(i for i, option in enumerate(self.field.options) if option.code in self.codes)

    @property
    def number(self) -> Decimal | None:
        """The code, as a number, of the one option of a scale; None where it is none."""
        numeric = all(o.code.isascii() and o.code.isdigit() for o in self.field.options)
        return Decimal(self.codes[0]) if numeric and not self.field.multiple else None

    def has(self, word: str) -> bool:
        """Return whether the option of that code or text is chosen; raises Refusal if none is."""
        for option in self.field.options:
            if word in (option.code, option.text):
                return option.code in self.codes
        words = [option.text for option in self.field.options]
        raise Refusal(
            "unknown-option",
            f"{quote(word)} is not an option of `{self.field.name}`; allowed: {listing(words)}",
            did_you_mean(word, words),
        )


def compare(left: object, sign: str, right: object) -> bool:
    """Return whether `left sign right`, the sign in Jinja's words: eq, lteq, in, notin ….

    What has no value equals only what has none, and is neither more nor less than anything.
    Raises Refusal where the two have no common kind.
    """
    left, right = decimal(left), decimal(right)
    if sign in ("in", "notin"):
        return _within(left, right) is (sign == "in")
    if left is None or right is None:
        return sign in ("eq", "ne") and (left is right) is (sign == "eq")
    if isinstance(right, Chosen) and not isinstance(left, Chosen):
        left, right, sign = right, left, _TURNED.get(sign, sign)
    if isinstance(left, Chosen):
        return _compare_chosen(left, sign, right)
    left, right = _as_date(left, right), _as_date(right, left)
    if _rank(left) != _rank(right) or _rank(left) == _OTHER:
        raise _apart(left, right)
    return _OPERATORS[sign](_aligned(left), _aligned(right))


_TURNED = {"lt": "gt", "gt": "lt", "lteq": "gteq", "gteq": "lteq"}


def _compare_chosen(left: Chosen, sign: str, right: object) -> bool:
    if isinstance(right, Decimal) and left.number is not None:
        return _OPERATORS[sign](left.number, right)
    if sign not in ("eq", "ne") or not isinstance(right, (str, Chosen)):
        raise _apart(left, right)
    if isinstance(right, str):
        same = left.has(right) and len(left.codes) == 1
    else:
        same = left.codes == right.codes
    return same is (sign == "eq")


def _within(item: object, group: object) -> bool:
    if group is None or item is None:
        return False
    if isinstance(group, Chosen) and isinstance(item, str):
        return group.has(item)
    if isinstance(group, str) and isinstance(item, (str, Chosen)):
        return str(item) in group
    if isinstance(group, (list, tuple)):
        return any(compare(item, "eq", one) for one in group)
    raise _apart(item, group)


def _as_date(value: object, other: object) -> object:
    """Return the date that a text spells if it is compared with a date."""
    if isinstance(value, str) and isinstance(other, date):
        return parse_date(value, with_time=True)
    return value


_OTHER = 9


def _rank(value: object) -> int:
    match value:
        case bool():
            return 0
        case Decimal():
            return 1
        case date():
            return 2
        case str():
            return 3
        case Chosen():
            return 4
        case _:
            return _OTHER


def _aligned(value: object) -> object:
    """Return dates as moments without a zone, so that all can be compared."""
    match value:
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).replace(tzinfo=None)
        case datetime():
            return value
        case date():
            return datetime.combine(value, time.min)
        case _:
            return value


def sort_key(value: object) -> SortKey:
    """Return by what a value is ordered: numbers and dates by value, texts by code point.

    Chosen options stand in the form's order. Of a column that has values of several kinds the
    numbers stand first, then dates, then texts.
    """
    plain = decimal(value)
    if isinstance(plain, Chosen):
        return 4, plain.order
    rank = _rank(plain)
    return rank, cell_text(plain) if rank == _OTHER else _aligned(plain)


def _apart(left: object, right: object) -> Refusal:
    return Refusal(
        "bad-comparison",
        f"{_described(left)} cannot be compared with {_described(right)}",
        'write texts and dates in quotation marks, like "2026-11-22", and numbers without',
    )


def _described(value: object) -> str:
    if isinstance(value, Chosen):
        return f"the choice {quote(str(value))}"
    named = quote(value)
    what = kind(value)
    return what if named == f"`{what}`" else f"{what} {named}"
