"""Computed fields: Jinja expressions over the checked values of one record.

Numbers are Decimal throughout (see `expression`). A single choice is the code of its option, or a
number where all the codes of the field are numbers (a scale). While any name in an expression has
no value, the whole result is blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from graphlib import CycleError, TopologicalSorter

from jinja2 import TemplateSyntaxError, meta
from jinja2.environment import TemplateExpression
from jinja2.runtime import Undefined

from formgen.data.expression import Arithmetic, reason_of
from formgen.data.numbers import decimal, parse_number
from formgen.data.refusal import Refusal, kind, listing, quote
from formgen.data.texts import clean
from formgen.diagnostics import Diagnostics, did_you_mean
from formgen.errors import LayoutError
from formgen.model.fields import ChoiceField, ComputedField, Field
from formgen.model.values import Value

_PRECISE = Context(prec=200, rounding=ROUND_HALF_UP)


class Computer:
    """Evaluates the computed fields of a form, each after those that it refers to.

    Raises LayoutError, with all that is wrong in the expressions.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self._environment = Arithmetic()
        self._scales = frozenset(field.name for field in fields if _is_scale(field))
        self._single = frozenset(
            f.name for f in fields if isinstance(f, ChoiceField) and not f.multiple
        )
        self._needs: dict[str, frozenset[str]] = {}
        self._expressions: dict[str, TemplateExpression] = {}
        found = Diagnostics()
        computed = {f.name: f for f in fields if isinstance(f, ComputedField)}
        for field in computed.values():
            self._compile(field, [f.name for f in fields], found)
        LayoutError.raise_if(found)
        self._order = self._ordered(computed)

    def _compile(self, field: ComputedField, known: Sequence[str], found: Diagnostics) -> None:
        source = field.expression
        try:
            expression = self._environment.compile_expression(source, undefined_to_none=False)
            tree = self._environment.parse("{{ (" + source + ") }}")
        except TemplateSyntaxError as error:
            message = f"the expression {quote(source)} of `{field.name}` is wrong: {error.message}"
            found.error("bad-expression", message, field.place)
            return
        needs = meta.find_undeclared_variables(tree)
        for name in sorted(needs.difference(known)):
            message = f"`{field.name}` is computed from `{name}`, which is not a field"
            found.error("unknown-field", message, field.place, did_you_mean(name, known))
        self._needs[field.name] = frozenset(needs)
        self._expressions[field.name] = expression

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
        self, values: dict[str, Value], given: Mapping[str, object]
    ) -> list[tuple[str, Refusal]]:
        """Add the computed values to `values`; return what went wrong, by field.

        `given` holds what the data says about computed fields: it must agree with the result.
        """
        problems = []
        for field in self._order:
            try:
                value = self._value(field, values)
                _compare(field, value, given.get(field.name), self._absent(field, values))
            except Refusal as refusal:
                problems.append((field.name, refusal))
            else:
                if value is not None:
                    values[field.name] = value
        return problems

    def _absent(self, field: ComputedField, values: Mapping[str, Value]) -> list[str]:
        return sorted(self._needs[field.name].difference(values))

    def _value(self, field: ComputedField, values: Mapping[str, Value]) -> Value | None:
        needs = self._needs[field.name]
        if not needs <= values.keys():
            return None
        names = {name: self._operand(name, values[name]) for name in needs}
        try:
            result = self._expressions[field.name](**names)
        except (ArithmeticError, TypeError, ValueError, LookupError) as error:
            raise _failed(field, names, reason_of(error)) from error
        except Exception as error:  # what an expression may raise is as open as the expression
            raise _failed(field, names, str(error)) from error
        return _result(field, names, result)

    def _operand(self, name: str, value: Value) -> object:
        if name in self._single and isinstance(value, tuple):
            return Decimal(value[0]) if name in self._scales else value[0]
        return value


def _is_scale(field: Field) -> bool:
    return isinstance(field, ChoiceField) and all(
        option.code.isascii() and option.code.isdigit() for option in field.options
    )


def _failed(field: ComputedField, names: Mapping[str, object], reason: str) -> Refusal:
    with_values = listing(f"{name} = {quote(names[name])}" for name in sorted(names))
    return Refusal(
        "computed-failed",
        f"{quote(field.expression)} cannot be computed: {reason}",
        f"its values are {with_values}" if names else "",
    )


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
