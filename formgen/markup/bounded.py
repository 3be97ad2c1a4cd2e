"""Sandboxes whose work is bounded: the base of that of layouts, and one for short texts.

File names, subjects and letters have values of a record in them: `PhraseEnvironment` fills them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from formgen.markup.bounds import (
    LARGEST_ARGUMENT,
    Budget,
    bounded_filter,
    check_call,
    check_operation,
    count_work,
    is_plain_attribute,
)

_PADDING = ("center", "ljust", "rjust", "zfill")
_OF_DATES = ("isoformat", "strftime")
_MOST_BETWEEN = 100
_WIDE = re.compile(r"%[^%a-zA-Z]*([0-9]{4}|\*)")


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which no value grows without bound; its `budget` counts what is done."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.budget = Budget()
        self.step = self.budget.step

    def call(self, context: Context, function: object, *args: object, **named: object) -> object:
        """Call what a layout calls; the counters of `bounds` are called as they are."""
        if function not in (self.step, self.chained, self.weighed):
            # Jinja hands the variables of the loop and the block along, for macros that want them.
            said = [value for name, value in named.items() if name not in _HANDED_ALONG]
            check_call(self.budget, function, (*args, *said))
        return super().call(context, function, *args, **named)

    def weighed(self, value: object) -> object:
        """Return a list or mapping of a layout, unless it holds too much."""
        self.budget.weigh(value)
        return value

    def chained(self, *parts: object) -> str:
        """Return what `~` makes of its parts."""
        self.budget.weigh(parts)
        return markup_join(parts)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a layout may use `attr`: nothing internal, no formatting of text by methods."""
        return is_plain_attribute(obj, attr) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> None:
        """Leave `str.format` to `is_safe_attribute`, which refuses it."""

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Compute an operation whose result could be huge, unless it would be."""
        check_operation(self.budget, operator, left, right)
        return super().call_binop(context, operator, left, right)


_HANDED_ALONG = ("_loop_vars", "_block_vars")


class PhraseEnvironment(BoundedEnvironment):
    """A sandbox for a text with values of a record in it; `renew` begins the count anew."""

    def __init__(self, *, html: bool = False) -> None:
        super().__init__(autoescape=html, undefined=StrictUndefined, optimized=False)
        self.globals.clear()
        kept = self.filters.keys() - {"attr", "pprint", "urlize"}
        filters = {name: self.filters[name] for name in kept} | {"format": _formatted}
        self.filters = {
            name: bounded_filter(self.budget, name, _within(name, filter_))
            for name, filter_ in filters.items()
        }

    def renew(self) -> None:
        """Let the text of another record cost as much again."""
        self.budget.renew()

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a text may use `attr`: what layouts may, and what pads texts and spells dates."""
        pads = isinstance(obj, str) and attr in _PADDING
        spells = isinstance(obj, date | time) and attr in _OF_DATES
        return pads or spells or super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, function: object, *args: object, **named: object) -> object:
        """Call what a text calls, unless what comes of it would be huge."""
        if getattr(function, "__name__", "") in _PADDING:
            for argument in args:
                if isinstance(argument, int) and argument > LARGEST_ARGUMENT:
                    raise SecurityError(f"a text is padded to {LARGEST_ARGUMENT:,} at most")
        return super().call(context, function, *args, **named)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        count_work(tree)
        return tree


def _formatted(text: object, *args: object, **named: object) -> str:
    """Return what Jinja's `format` makes, unless a width in it has four digits."""
    if _WIDE.search(str(text)):
        raise SecurityError("a width of more than three digits is too wide")
    return str(text) % (named or args)


def _within(name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that puts no more than a hundred characters between the lines of a text."""
    if name not in ("indent", "wordwrap"):
        return filter_

    def within(*args: Any, **named: Any) -> Any:
        for argument in (*args[1:], *named.values()):
            size = len(argument) if isinstance(argument, str) else argument
            if isinstance(size, int) and size > _MOST_BETWEEN * (10 if name == "wordwrap" else 1):
                raise SecurityError(f"`{name}` takes {_MOST_BETWEEN} characters at most")
        return filter_(*args, **named)

    for mark in ("jinja_pass_arg",):
        if hasattr(filter_, mark):
            setattr(within, mark, getattr(filter_, mark))
    return within
