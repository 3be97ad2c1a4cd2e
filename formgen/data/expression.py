"""Jinja expressions over checked values: sandboxed, and with decimal arithmetic.

Numbers are Decimal throughout, so 0.1 + 0.2 is 0.3: a float that comes up is turned into the
decimal that it spells.
"""

from __future__ import annotations

from decimal import Decimal
from operator import add, floordiv, mod, mul, pow, sub, truediv
from typing import Any

from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from formgen.data.aggregates import combine
from formgen.data.numbers import decimal

_OPERATORS = {
    "+": add, "-": sub, "*": mul, "/": truediv, "//": floordiv, "%": mod, "**": pow,
}  # fmt: skip
_LARGEST_POWER = 64
_LONGEST = 1_000_000
_REMOVED_FILTERS = frozenset(
    (
        *("attr", "center", "filesizeformat", "format", "indent", "pprint", "random", "tojson"),
        *("urlize", "wordwrap", "xmlattr"),
    )
)
_TEXT_METHODS = frozenset(
    (
        *("capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha"),
        *("isascii", "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "isupper", "lower"),
        *("lstrip", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rpartition"),
        *("rstrip", "split", "splitlines", "startswith", "strip", "title", "upper"),
    )
)
"""What expressions may ask of texts; the others format and pad, to any length."""


class Arithmetic(ImmutableSandboxedEnvironment):
    """A sandbox without names of its own, whose operators compute with decimal numbers."""

    intercepted_binops = frozenset(_OPERATORS)

    def __init__(self) -> None:
        super().__init__(autoescape=False, optimized=False)
        self.globals.clear()
        self.filters = {n: f for n, f in self.filters.items() if n not in _REMOVED_FILTERS}
        self.filters["replace"] = _replaced

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether an expression may use `attr`: no method of a text that makes a huge one."""
        if isinstance(obj, str | bytes) and attr not in _TEXT_METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Leave `str.format` to `is_safe_attribute`, which refuses it."""

    def call(self, context: Context, function: Any, *args: Any, **named: Any) -> Any:
        """Call what an expression calls; `text.replace` is the filter of that name."""
        subject = getattr(function, "__self__", None)
        if isinstance(subject, str) and getattr(function, "__name__", "") == "replace":
            return _replaced(subject, *args, **named)
        return super().call(context, function, *args, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return `left operator right`, of columns row by row, and nothing of nothing.

        Raises TypeError where they are no numbers or dates.
        """
        left, right = decimal(left), decimal(right)
        if left is None or right is None:
            return None
        column = combine(lambda one, two: _computed(operator, one, two), left, right)
        return _computed(operator, left, right) if column is None else column


def _computed(operator: str, left: Any, right: Any) -> Any:
    if operator in ("*", "**") and not (_is_number(left) and _is_number(right)):
        raise TypeError(f"`{operator}` needs numbers")
    if operator == "**" and abs(right) > _LARGEST_POWER:
        raise ValueError(f"the power {right} is too large")
    return _OPERATORS[operator](left, right)


def _replaced(value: Any, old: Any, new: Any, count: Any = -1) -> str:
    """Return a text with `new` for each `old`; raises ValueError if it would be huge."""
    text, old, new = str(value), str(old), str(new)
    if len(text) + text.count(old) * len(new) > _LONGEST:
        raise ValueError(f"a text may have {_LONGEST:,} characters at most")
    return text.replace(old, new, -1 if count is None else int(count))


def reason_of(error: Exception) -> str:
    """Return why an expression has no value, from what it raised."""
    if isinstance(error, ZeroDivisionError):
        return "it divides by zero"
    if isinstance(error, ArithmeticError):
        return "the result is no number that can be printed"
    return str(error)


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal)
