"""How much work a layout may do while it expands: every step and every text is counted.

A layout comes from anywhere. What its loops, macros, texts and lists may cost is limited, so that
it ends, with a message, in seconds and in little memory. A counter stands in each body of a
template that can run more than once; operations whose result could be much larger than what they
take are sized before they are done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import wraps
from time import thread_time
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

MOST_STEPS = 1_000_000
MOST_CHARACTERS = 20_000_000
LONGEST_TEXT = 100_000
LONGEST_LIST = 100_000
TEXT_OF_ONE_VALUE = 100
LARGEST_ARGUMENT = 10_000
LARGEST_NUMBER_BITS = 100_000
MOST_SECONDS = 2.0
_PLAIN_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        (
            *("capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha"),
            *("isascii", "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "istitle"),
            *("isupper", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix"),
            *("replace", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split"),
            *("splitlines", "startswith", "strip", "striptags", "swapcase", "title", "unescape"),
            "upper",
        )
    ),
    list: frozenset(("count", "index")),
    tuple: frozenset(("count", "index")),
    date: frozenset(("year", "month", "day", "hour", "minute", "isoweekday", "weekday", "date")),
    time: frozenset(("hour", "minute")),
    int: frozenset(),
    float: frozenset(("is_integer",)),
    Decimal: frozenset(),
    bytes: frozenset(),
}
"""What layouts may ask of Python's own values."""


class Budget:
    """What is left of the work that one run of a layout may do; SecurityError ends it."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Begin to count anew."""
        self._steps = MOST_STEPS
        self._characters = MOST_CHARACTERS
        self._deadline = thread_time() + MOST_SECONDS

    def step(self, characters: int = 0, steps: int = 1) -> bool:
        """Count steps, and the characters of a template that they repeat; always True."""
        self._steps -= steps
        self._characters -= characters
        if self._steps < 0:
            raise SecurityError(f"the layout takes more than {MOST_STEPS:,} steps to expand")
        if self._characters < 0:
            raise SecurityError(
                f"the layout makes more than {MOST_CHARACTERS:,} characters of text"
            )
        if thread_time() > self._deadline:
            raise SecurityError(f"the layout takes more than {MOST_SECONDS:.0f} s to expand")
        return True

    def text(self, length: int) -> None:
        """Count a text that will be made."""
        if length > LONGEST_TEXT:
            raise SecurityError(f"a text may have {LONGEST_TEXT:,} characters at most")
        self.step(length)

    def weigh(self, value: object) -> None:
        """Count a value with all that it holds, however often it holds the same."""
        self.step(steps=_weight(value, 0))


def _weight(value: object, before: int) -> int:
    """Return `before` and the number of values that `value` holds; a long text counts for many."""
    weight = before + 1
    if isinstance(value, str | bytes):
        weight += len(value) // TEXT_OF_ONE_VALUE
    elif isinstance(value, Mapping | list | tuple):
        for part in value.values() if isinstance(value, Mapping) else value:
            weight = _weight(part, weight)
    elif isinstance(value, Namespace) and before:
        raise SecurityError("a namespace cannot stand in a list or a mapping")
    if weight > LONGEST_LIST:
        raise SecurityError(f"a list may hold {LONGEST_LIST:,} values at most")
    return weight


def is_plain_attribute(obj: object, attr: str) -> bool:
    """Whether `attr` of one of Python's own values is for layouts; True for all other objects."""
    for kind, allowed in _PLAIN_METHODS.items():
        if isinstance(obj, kind):
            return attr in allowed
    return True


def check_operation(budget: Budget, operator: str, left: object, right: object) -> None:
    """Raise SecurityError for an operation whose result would be huge."""
    if operator == "%" and isinstance(left, str):
        raise SecurityError("text cannot be formatted with %; write ~ between the parts")
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        budget.text(len(left) + len(right))
    elif operator == "+" and isinstance(left, list | tuple):
        budget.weigh([left, right])
    elif operator == "**" and isinstance(left, int) and isinstance(right, int | float):
        _number(left.bit_length() * right)
    elif operator == "*":
        _check_product(budget, left, right)


def _check_product(budget: Budget, left: object, right: object) -> None:
    if isinstance(left, int) and isinstance(right, int):
        _number(left.bit_length() + right.bit_length())
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str) and isinstance(other, int):
            budget.text(len(one) * other)
        elif isinstance(one, list | tuple) and isinstance(other, int):
            if _weight(one, 0) * max(other, 0) > LONGEST_LIST:
                raise SecurityError(f"a list may hold {LONGEST_LIST:,} values at most")
            budget.step(steps=max(len(one) * other, 0))


def _number(bits: float) -> None:
    if bits > LARGEST_NUMBER_BITS:
        raise SecurityError("a power or a product is too large")


def check_call(budget: Budget, function: object, arguments: tuple[object, ...]) -> None:
    """Count a call; raise SecurityError for a method whose result would be huge."""
    for argument in arguments:
        budget.weigh(argument)
    subject = getattr(function, "__self__", None)
    if isinstance(subject, str):
        _check_text(budget, getattr(function, "__name__", ""), subject, arguments)


def _check_text(budget: Budget, method: str, text: str, arguments: tuple[object, ...]) -> None:
    """Size what joining or replacing makes, before it is made."""
    first = arguments[0] if arguments else None
    if method == "replace" and len(arguments) > 1 and isinstance(first, str):
        budget.text(len(text) + text.count(first) * len(str(arguments[1])))
    elif method == "join" and isinstance(first, list | tuple | str):
        budget.text(sum(len(text) + _length(part) for part in first))
    elif method == "join":
        raise SecurityError("only a list can be joined; write `| list` before")
    else:
        budget.text(len(text))


def _length(part: object) -> int:
    return 0 if isinstance(part, Undefined) else len(str(part))


def bounded_filter(budget: Budget, name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter of Jinja that counts what it is given and makes."""
    skipped = 1 if hasattr(filter_, "jinja_pass_arg") else 0

    @wraps(filter_)
    def bounded(*args: Any, **named: Any) -> Any:
        given = args[skipped:]
        budget.weigh([given, named])
        _check_arguments([*given[1:], *named.values()])
        if name in ("replace", "join") and given:
            _check_filter(budget, name, given, named)
        made: object = filter_(*args, **named)
        if isinstance(made, str):
            budget.text(len(made))
        return made

    return bounded


def _check_arguments(arguments: list[Any]) -> None:
    for argument in arguments:
        if isinstance(argument, int | float | Decimal) and abs(float(argument)) > LARGEST_ARGUMENT:
            raise SecurityError(f"a filter takes numbers up to {LARGEST_ARGUMENT:,}")


def _check_filter(
    budget: Budget, name: str, given: tuple[Any, ...], named: Mapping[str, Any]
) -> None:
    arguments = (*given[1:], *named.values(), "")
    if name == "replace":
        texts = [str(part) for part in arguments[:2]]
        _check_text(budget, "replace", str(given[0]), tuple(texts))
    elif isinstance(given[0], list | tuple | str):
        _check_text(budget, "join", str(arguments[0]), (given[0],))


_BODIES = (nodes.Template, nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)
_LITERALS = (nodes.List, nodes.Tuple, nodes.Dict)


def count_work(tree: nodes.Template) -> None:
    """Put a counter into each body of `tree` that can run more than once, and around each list."""
    bodies: list[Any] = [tree, *tree.find_all(_BODIES)]
    for body in bodies:
        size = nodes.Const(_own_text(body), lineno=body.lineno)
        counter = _asked("step", [size], body.lineno)
        body.body.insert(0, nodes.ExprStmt(counter, lineno=body.lineno))
        if isinstance(body, nodes.For) and body.test is not None:
            body.test = nodes.And(_asked("step", [], body.lineno), body.test, lineno=body.lineno)
    _Weighing().visit(tree)


class _Weighing(NodeTransformer):
    """Has every list, mapping and chain of texts made by the environment, which sizes it."""

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        """Return what stands for a node."""
        node = super().generic_visit(node, *args, **kwargs)
        if isinstance(node, nodes.Concat):
            return _asked("chained", node.nodes, node.lineno)
        if isinstance(node, _LITERALS) and getattr(node, "ctx", "load") == "load":
            return _asked("weighed", [node], node.lineno)
        return node


def _asked(name: str, arguments: list[nodes.Expr], line: int) -> nodes.Call:
    asked = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.Call(asked, arguments, [], None, None, lineno=line)


def _own_text(body: nodes.Node) -> int:
    """Return the length of the text in a body, without that of the bodies in it."""
    return sum(
        len(child.data) if isinstance(child, nodes.TemplateData) else _own_text(child)
        for child in body.iter_child_nodes()
        if not isinstance(child, _BODIES)
    )
