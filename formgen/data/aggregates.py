"""The rows of a list in an expression: `sum(items.price * items.amount, items.kind == "设备")`.

`items.price` is a column: one value a row, None where a row has none. Arithmetic and comparison
work row by row. A function sums a column up, over the rows for which all the conditions behind it
hold; rows without a value do not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import ge, gt, le, lt
from types import MappingProxyType
from typing import Any, TypeAlias

from formgen.data.numbers import decimal
from formgen.data.refusal import listing, quote
from formgen.model.fields import ChoiceField, Field, ItemField
from formgen.model.lists import FUNCTIONS
from formgen.model.values import Value

Rows: TypeAlias = Sequence[Mapping[str, Value]]
Operation: TypeAlias = Callable[[Any, Any], object]


class Operands:
    """What checked values of some fields are in an expression.

    A single choice is the code of its option, or a number where all the codes of the field are
    numbers (a scale); other values are what they are.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self._single = frozenset(
            f.name for f in fields if isinstance(f, ChoiceField) and not f.multiple
        )
        self._scales = frozenset(field.name for field in fields if _is_scale(field))

    def operand(self, name: str, value: Value | None) -> object:
        """Return the value of the field `name` as an expression knows it."""
        if name in self._single and isinstance(value, tuple):
            return Decimal(value[0]) if name in self._scales else value[0]
        return value


def _is_scale(field: Field) -> bool:
    return isinstance(field, ChoiceField) and all(
        option.code.isascii() and option.code.isdigit() for option in field.options
    )


class ListOperand:
    """A list in an expression; its columns are its items by name, so that no name is taken."""

    __slots__ = ("_fields", "_operands", "_rows")

    def __init__(self, fields: Sequence[ItemField], rows: Rows) -> None:
        self._fields = {field.name: field for field in fields}
        self._operands = Operands(fields)
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, name: str) -> Column:
        field, operand = self._fields[name], self._operands.operand
        options: Mapping[str, str] = {}
        if isinstance(field, ChoiceField) and not _is_scale(field):
            options = {word: o.code for o in field.options for word in (o.text, o.code)}
        return Column([operand(name, row.get(name)) for row in self._rows], options)


class Column:
    """A value for each row of a list; `options` are the codes of a choice by code and text."""

    __slots__ = ("_options", "values")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, values: Sequence[object], options: Mapping[str, str] = {}) -> None:
        self.values = values
        self._options = options

    def __eq__(self, other: object) -> Column:  # type: ignore[override]
        return self._compared(_equal, other)

    def __ne__(self, other: object) -> Column:  # type: ignore[override]
        return self._compared(lambda one, two: not _equal(one, two), other)

    def __lt__(self, other: object) -> Column:
        return self._compared(lt, other)

    def __le__(self, other: object) -> Column:
        return self._compared(le, other)

    def __gt__(self, other: object) -> Column:
        return self._compared(gt, other)

    def __ge__(self, other: object) -> Column:
        return self._compared(ge, other)

    def __bool__(self) -> bool:
        raise TypeError(
            "conditions on rows are joined by commas, as in count(a == 1, b > 2), "
            "not by and, or, not, in"
        )

    def combined(self, function: Operation, other: object) -> Column:
        """Return what a function of two values gives row by row; None where a value is missing."""
        others = other.values if isinstance(other, Column) else [other] * len(self.values)
        if len(others) != len(self.values):
            raise TypeError("columns of two lists cannot be combined")
        pairs = zip(self.values, others, strict=True)
        return Column([None if None in pair else function(*pair) for pair in pairs])

    def _compared(self, function: Operation, other: object) -> Column:
        if isinstance(other, str) and self._options:
            if other not in self._options:
                allowed = listing(dict.fromkeys(self._options.values()))
                raise ValueError(f"{quote(other)} is no option; the options are {allowed}")
            other = self._options[other]
        return self.combined(function, decimal(other))


def _equal(one: object, two: object) -> bool:
    """Whether two values are the same; several options are equal to each of them."""
    if isinstance(one, tuple):
        return two in one
    return one == two


def combine(function: Operation, left: object, right: object) -> Column | None:
    """Return `function(left, right)` row by row where one of them is a column, else None."""
    if isinstance(left, Column):
        return left.combined(function, right)
    if isinstance(right, Column):
        return right.combined(lambda one, two: function(two, one), left)
    return None


# ---- functions ------------------------------------------------------------------------------


def _count(what: object, *conditions: object) -> Decimal:
    if isinstance(what, ListOperand):
        what = Column([True] * len(what))
    return Decimal(sum(1 for value in _met("count", what, conditions) if value is not False))


def _sum(what: object, *conditions: object) -> Decimal:
    return sum(_numbers("sum", what, conditions), Decimal(0))


def _average(what: object, *conditions: object) -> Decimal | None:
    numbers = list(_numbers("avg", what, conditions))
    return sum(numbers, Decimal(0)) / len(numbers) if numbers else None


def _least(what: object, *conditions: object) -> object:
    return min(_met("min", what, conditions), default=None)  # type: ignore[type-var]


def _most(what: object, *conditions: object) -> object:
    return max(_met("max", what, conditions), default=None)  # type: ignore[type-var]


def _percent(part: object, whole: object) -> Decimal | None:
    """Return how many hundredths of `whole` a part is; nothing of nothing."""
    one, all_of_it = decimal(part), decimal(whole)
    if one is None or all_of_it is None:
        return None
    if not isinstance(one, Decimal) or not isinstance(all_of_it, Decimal):
        raise TypeError("`percent` needs two numbers")
    return 100 * one / all_of_it if all_of_it else None


def _met(function: str, what: object, conditions: Sequence[object]) -> Iterator[object]:
    """Yield the values of a column in the rows for which all conditions hold."""
    columns = (what, *conditions)
    if not all(isinstance(each, Column) for each in columns):
        raise TypeError(f"`{function}` needs a column of a list, like {function}(items.price)")
    values = [each.values for each in columns if isinstance(each, Column)]
    if len({len(each) for each in values}) > 1:
        raise TypeError("columns of two lists cannot be combined")
    for value, *holds in zip(*values, strict=True):
        if value is not None and all(each is True for each in holds):
            yield value


def _numbers(function: str, what: object, conditions: Sequence[object]) -> Iterator[Decimal]:
    for value in _met(function, what, conditions):
        number = decimal(value)
        if not isinstance(number, Decimal):
            raise TypeError(f"`{function}` needs numbers")
        yield number


AGGREGATES: Mapping[str, Callable[..., object]] = MappingProxyType(
    dict(zip(FUNCTIONS, (_count, _sum, _average, _least, _most, _percent), strict=True))
)
"""The functions of expressions, by name."""
