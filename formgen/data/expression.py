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


class Arithmetic(ImmutableSandboxedEnvironment):
    """A sandbox without names of its own, whose operators compute with decimal numbers."""

    intercepted_binops = frozenset(_OPERATORS)

    def __init__(self) -> None:
        super().__init__(autoescape=False)
        self.globals.clear()

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


def reason_of(error: Exception) -> str:
    """Return why an expression has no value, from what it raised."""
    if isinstance(error, ZeroDivisionError):
        return "it divides by zero"
    if isinstance(error, ArithmeticError):
        return "the result is no number that can be printed"
    return str(error)


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal)
