"""Computed fields: Jinja expressions over the checked values of one record.

Numbers are Decimal throughout (see `expression`); what choices and lists are is said in
`aggregates`. While any name in an expression has no value, the whole result is blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from jinja2 import TemplateSyntaxError, meta
from jinja2.environment import TemplateExpression
from jinja2.runtime import Undefined

from formgen.data.aggregates import AGGREGATES, ListOperand, Operands, Rows
from formgen.data.expression import Arithmetic, reason_of
from formgen.data.numbers import decimal, parse_number
from formgen.data.refusal import Refusal, kind, listing, quote
from formgen.data.texts import clean
from formgen.diagnostics import Diagnostics, did_you_mean
from formgen.errors import LayoutError
from formgen.model.fields import ComputedField, Field, ListField
from formgen.model.values import Value

_PRECISE = Context(prec=200, rounding=ROUND_HALF_UP)


class Computer:
    """Evaluates the computed fields of a form, each after those that it refers to.

    Raises LayoutError, with all that is wrong in the expressions.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self._environment = Arithmetic()
        self._operands = Operands(fields)
        self._lists = {f.name: f.fields for f in fields if isinstance(f, ListField)}
        self._needs: dict[str, frozenset[str]] = {}
        self._expressions: dict[str, TemplateExpression] = {}
        found = Diagnostics()
        computed = {f.name: f for f in fields if isinstance(f, ComputedField)}
        for field in computed.values():
            self._compile(field, [f.name for f in fields], found)
        # Not sooner: names that are global would not be found among those that are asked for.
        self._environment.globals.update(AGGREGATES)
        LayoutError.raise_if(found)
        self._try_on_no_rows(computed, found)
        LayoutError.raise_if(found)
        order = self._ordered(computed)
        self._order = tuple(field for field in order if field.of == "all")
        self.of_pages = tuple(field for field in order if field.of != "all")

    def _compile(self, field: ComputedField, known: Sequence[str], found: Diagnostics) -> None:
        source = field.expression
        try:
            expression = self._environment.compile_expression(source, undefined_to_none=False)
            tree = self._environment.parse("{{ (" + source + ") }}")
        except TemplateSyntaxError as error:
            message = f"the expression {quote(source)} of `{field.name}` is wrong: {error.message}"
            found.error("bad-expression", message, field.place)
            return
        except ValueError:  # an integer of more digits than Python takes
            message = f"the expression {quote(source)} has a number of too many digits"
            found.error("bad-expression", message, field.place)
            return
        needs = meta.find_undeclared_variables(tree) - set(AGGREGATES).difference(known)
        for name in sorted(needs.difference(known)):
            message = f"`{field.name}` is computed from `{name}`, which is not a field"
            found.error("unknown-field", message, field.place, did_you_mean(name, known))
        self._needs[field.name] = frozenset(needs)
        self._expressions[field.name] = expression

    def _try_on_no_rows(self, computed: Mapping[str, ComputedField], found: Diagnostics) -> None:
        """Report expressions over lists alone that are wrong whatever their rows are."""
        empty: dict[str, Rows] = dict.fromkeys(self._lists, ())
        for name, needs in self._needs.items():
            if needs and needs <= empty.keys():
                try:
                    self.value(computed[name], {}, empty)
                except Refusal as refusal:
                    found.error("bad-expression", refusal.message, computed[name].place)

    def _ordered(self, computed: Mapping[str, ComputedField]) -> tuple[ComputedField, ...]:
        graph = {name: self._needs[name].intersection(computed) for name in computed}
        try:
            return tuple(computed[name] for name in TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle = " → ".join(f"`{name}`" for name in error.args[1])
            place = computed[error.args[1][0]].place
            message = f"computed fields need each other: {circle}"
            raise LayoutError.of("circular-expression", message, place) from error

    def compute(
        self,
        values: dict[str, Value],
        given: Mapping[str, object],
        lists: Mapping[str, Rows] = MappingProxyType({}),
    ) -> list[tuple[str, Refusal]]:
        """Add the computed values to `values`; return what went wrong, by field.

        `given` holds what the data says about computed fields: it must agree with the result.
        `lists` are the rows of lists, by the name of their field.
        """
        problems = []
        for field in self._order:
            try:
                value = self.value(field, values, lists)
                absent = self._needs[field.name].difference(values, lists)
                _compare(field, value, given.get(field.name), sorted(absent))
            except Refusal as refusal:
                problems.append((field.name, refusal))
            else:
                if value is not None:
                    values[field.name] = value
        return problems

    def value(
        self, field: ComputedField, values: Mapping[str, Value], lists: Mapping[str, Rows]
    ) -> Value | None:
        """Return what a computed field gives, or None for nothing; raises Refusal."""
        needs = self._needs[field.name]
        if not needs.difference(lists) <= values.keys():
            return None
        names = {
            name: ListOperand(self._lists[name], lists[name])
            if name in lists
            else self._operands.operand(name, values[name])
            for name in needs
        }
        try:
            result = self._expressions[field.name](**names)
        except (ArithmeticError, TypeError, ValueError, LookupError) as error:
            raise _failed(field, names, reason_of(error)) from error
        except Exception as error:  # what an expression may raise is as open as the expression
            raise _failed(field, names, str(error)) from error
        return _result(field, names, result)


def _failed(field: ComputedField, names: Mapping[str, object], reason: str) -> Refusal:
    with_values = listing(f"{name} = {_said(names[name])}" for name in sorted(names))
    return Refusal(
        "computed-failed",
        f"{quote(field.expression)} cannot be computed: {reason}",
        f"its values are {with_values}" if names else "",
    )


def _said(operand: object) -> str:
    if isinstance(operand, ListOperand):
        return f"a list of {len(operand)} rows"
    return quote(operand)


def _result(field: ComputedField, names: Mapping[str, object], result: object) -> Value | None:
    match decimal(result):
        case None | Undefined():
            return None
        case Decimal() as number:
            return _rounded(field, names, number)
        case str() as text if field.decimals is None:
            return clean(text) or None
        case date() as day if field.decimals is None:
            return str(day)
        case other:
            raise _failed(field, names, f"it gives {kind(other)}, not a number or a text")


def _rounded(field: ComputedField, names: Mapping[str, object], number: Decimal) -> Decimal:
    if not number.is_finite() or abs(number.adjusted()) > 60:
        raise _failed(field, names, "the result is no number that can be printed")
    if field.decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-field.decimals), context=_PRECISE)
    plain = Decimal(format(number, "f"))
    return plain if plain else plain.copy_abs()


def _compare(
    field: ComputedField, value: Value | None, given: object, absent: Sequence[str]
) -> None:
    """Raise Refusal if the data says something else than what was computed."""
    if given is None or given == "" or _agrees(field, value, given):
        return
    if value is None:
        hint = f"without a value are: {listing(absent)}" if absent else ""
        message = f"{quote(given)} is given for a computed field, and its inputs give nothing"
        raise Refusal("computed-differs", message, hint)
    message = f"{quote(given)} is given, but {quote(field.expression)} gives {quote(value)}"
    raise Refusal("computed-differs", message, "correct the value or leave it out")


def _agrees(field: ComputedField, value: Value | None, given: object) -> bool:
    if isinstance(value, str):
        return str(given).strip() == value
    if not isinstance(value, Decimal) or isinstance(given, bool):
        return False
    try:
        said = parse_number(str(given), field.unit)
    except Refusal:
        return False
    return said is not None and said == value
