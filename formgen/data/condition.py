"""Conditions on records: sandboxed Jinja expressions whose comparisons mind the kinds of values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.environment import TemplateExpression
from jinja2.meta import find_undeclared_variables
from jinja2.parser import Parser
from jinja2.runtime import Context, Undefined
from jinja2.visitor import NodeTransformer

from formgen.data.comparison import Chosen, compare
from formgen.data.expression import Arithmetic, reason_of
from formgen.data.refusal import Refusal, quote
from formgen.errors import UsageError

_COMPARE = "formgen_compare"
_FILTERS = ("abs", "float", "int", "length", "lower", "replace", "round", "string", "trim", "upper")
_TESTS = ("defined", "undefined", "none")


class Condition:
    """An expression over the values of a record; raises UsageError if it is no expression.

    `names` are those that it needs, apart from those it asks whether they are `defined`.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        environment = _Comparing()
        try:
            tree = _parsed(environment, source)
            self._expression = TemplateExpression(environment.from_string(tree), False)
        except TemplateSyntaxError as error:
            message = f"the condition {quote(source)} is wrong: {error.message}"
            hint = 'it is written like: speed > 500 and city == "北京"'
            raise UsageError.of("bad-condition", message, hint=hint) from error
        except (RecursionError, ValueError) as error:
            why = "is nested too deep"
            if isinstance(error, ValueError):  # an integer of more digits than Python takes
                why = "has a number of too many digits"
            message = f"the condition {quote(source)} {why}"
            raise UsageError.of("bad-condition", message) from None
        self.all_names = frozenset(find_undeclared_variables(tree) - {_COMPARE})
        self.names = self.all_names - _asked_for(tree)

    def holds(self, values: Mapping[str, object]) -> bool:
        """Return whether the values, by name, meet the condition; raises Refusal."""
        try:
            return bool(self._expression({**values, _COMPARE: _compare_all}))
        except Refusal:
            raise
        except Exception as error:  # what an expression may raise is as open as the expression
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> Refusal:
        message = f"the condition {quote(self.source)} cannot be decided: {reason_of(error)}"
        return Refusal("bad-condition", message)


class _Comparing(Arithmetic):
    """Arithmetic in which what has no value gives none, and the options of a scale are numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.undefined = StrictUndefined
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Return `left operator right`, or None where one of them is None."""
        left, right = _operand(left), _operand(right)
        if left is None or right is None:
            return None
        return super().call_binop(context, operator, left, right)


def _operand(value: object) -> object:
    return value.number if isinstance(value, Chosen) and value.number is not None else value


def _parsed(environment: _Comparing, source: str) -> nodes.Template:
    parser = Parser(environment, source, state="variable")
    expression = parser.parse_expression()
    if not parser.stream.eos:
        parser.fail("the expression goes on where it should end")
    expression = _Comparisons().visit(expression)
    body: list[nodes.Node] = [nodes.Assign(nodes.Name("result", "store"), expression, lineno=1)]
    tree = nodes.Template(body, lineno=1)
    tree.set_environment(environment)
    return tree


class _Comparisons(NodeTransformer):
    """Puts a call in the place of each comparison: Python's own has no say about kinds."""

    def visit_Compare(self, node: nodes.Compare) -> nodes.Call:  # noqa: N802 - Jinja's name
        """Return the call that compares."""
        arguments: list[nodes.Expr] = [self.visit(node.expr)]
        for operand in node.ops:
            arguments += [nodes.Const(operand.op), self.visit(operand.expr)]
        called = nodes.Name(_COMPARE, "load")
        return nodes.Call(called, arguments, [], None, None, lineno=node.lineno)


def _compare_all(left: object, *rest: object) -> bool:
    """Return whether `left sign right sign right …` all hold."""
    for sign, right in zip(rest[::2], rest[1::2], strict=True):
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)  # raises UndefinedError
        if not compare(left, str(sign), right):
            return False
        left = right
    return True


def _asked_for(tree: nodes.Template) -> set[str]:
    tests = (test for test in tree.find_all(nodes.Test) if test.name in ("defined", "undefined"))
    return {test.node.name for test in tests if isinstance(test.node, nodes.Name)}
