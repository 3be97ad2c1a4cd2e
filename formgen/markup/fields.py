"""The fields of a form as its elements mention them, brought to one definition each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, fields, replace

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostics, Place, did_you_mean
from formgen.markup.computed import check_computed
from formgen.model.fields import ChoiceField, Field, ListField, TextField

_KINDS = {
    "TextField": "text",
    "NumberField": "number",
    "DateField": "date",
    "ChoiceField": "choice",
    "CheckField": "checkbox",
    "ImageField": "photo",
    "ComputedField": "computed value",
    "ListField": "list",
}
_WORDS = {"minimum": "min", "maximum": "max", "with_time": "time", "expression": "expr"}


@dataclass(frozen=True, slots=True)
class _Mention:
    """One element that names a field; `bare` says no more of it, `weak` takes any kind."""

    field: Field
    bare: bool
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Tick:
    name: str
    option: str
    place: Place


@dataclass(slots=True)
class Fields:
    """Gathers the mentions of fields in the order of the document."""

    _mentions: dict[str, list[_Mention]] = field(default_factory=dict)
    _ticks: list[_Tick] = field(default_factory=list)
    _pens: dict[str, Place] = field(default_factory=dict)
    _twice: list[tuple[str, Place]] = field(default_factory=list)
    _rows: dict[str, Fields] = field(default_factory=dict)

    def declare(self, field: Field, *, bare: bool) -> None:
        """Add an entry's field; a bare one only refers to what is said elsewhere."""
        self._add(_Mention(field, bare))

    def declare_list(self, field: ListField, *, bare: bool) -> Fields:
        """Add a list; return what gathers the fields of its rows, wherever they are mentioned."""
        self._add(_Mention(field, bare))
        return self._rows.setdefault(field.name, Fields())

    def show(self, field: Field) -> None:
        """Add a field whose value is shown (as a code), whatever its kind; a text if no other."""
        self._add(_Mention(field, True, True))

    def tick(self, name: str, option: str, place: Place) -> None:
        """Add the box of one option of a choice that stands elsewhere."""
        self._ticks.append(_Tick(name, option, place))

    def pen(self, name: str, place: Place) -> None:
        """Add the name of a place for the pen or a seal, which takes no data."""
        if name in self._pens:
            self._twice.append((name, place))
        elif name:
            self._pens[name] = place

    def free_pen_name(self, stem: str) -> str:
        """Return `stem`, or `stem_2` and so on, the first that no place for the pen has."""
        taken = self._pens.keys() | self._mentions.keys()
        names = (stem if n == 1 else f"{stem}_{n}" for n in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)

    def _add(self, mention: _Mention) -> None:
        if mention.field.name:
            self._mentions.setdefault(mention.field.name, []).append(mention)

    def resolve(self, diagnostics: Diagnostics) -> tuple[Field, ...]:
        """Return each field once, in the order of first mention; report all conflicts."""
        found = {name: _resolved(group, diagnostics) for name, group in self._mentions.items()}
        for tick in self._ticks:
            _check_tick(tick, found.get(tick.name), found, diagnostics)
        for name, place in self._twice:
            _report_twice(name, self._pens[name], place, diagnostics)
        for name in self._pens.keys() & found.keys():
            _report_twice(name, found[name].place, self._pens[name], diagnostics)
        fields = tuple(self._with_rows(field, diagnostics) for field in found.values())
        check_computed(fields, diagnostics)
        _warn_of_labels(fields, diagnostics)
        return fields

    def _with_rows(self, field: Field, diagnostics: Diagnostics) -> Field:
        """Return a list with the fields of its rows; other fields as they are."""
        if not isinstance(field, ListField):
            return field
        fields = self._rows[field.name].resolve(diagnostics)
        return replace(field, fields=tuple(f for f in fields if not isinstance(f, ListField)))


def _resolved(mentions: list[_Mention], diagnostics: Diagnostics) -> Field:
    strong = [m for m in mentions if not m.weak] or mentions
    chosen = next((m for m in strong if not m.bare), strong[0])
    for mention in strong:
        if not mention.weak and mention is not chosen:
            _compare(chosen.field, mention, diagnostics)
    if isinstance(chosen.field, ChoiceField) and not chosen.field.options:
        message = f"the choice `{chosen.field.name}` has no options"
        hint = 'write options="满意|一般|不满意", or <option> elements into it'
        diagnostics.error("missing-options", message, chosen.field.place, hint)
    return _labelled(chosen.field, mentions) if chosen.bare else chosen.field


def _labelled(field: Field, mentions: list[_Mention]) -> Field:
    """Return a field that is only named, with the label that a code of its value gives it."""
    labels = (m.field.label for m in mentions if m.field.label != field.name)
    return replace(field, label=next(labels, field.label))


def _compare(known: Field, mention: _Mention, diagnostics: Diagnostics) -> None:
    """Report what a further mention of a field says otherwise."""
    other = mention.field
    if type(other) is not type(known):
        kinds = _KINDS[type(other).__name__], _KINDS[type(known).__name__]
        message = f"field `{known.name}` is a {kinds[0]} here, but a {kinds[1]} at {known.place}"
    elif not mention.bare and (names := _differing(known, other)):
        words = " and ".join(f"`{name}`" for name in names)
        message = f"field `{known.name}` has another {words} here than at {known.place}"
    else:
        return
    hint = "say it once; elsewhere the name alone is enough"
    diagnostics.error("field-conflict", message, other.place, hint)


def _differing(one: Field, other: Field) -> list[str]:
    plain = [
        replace(f, place=NOWHERE, lines=1, half_width=False)
        if isinstance(f, TextField)
        else replace(f, place=NOWHERE)
        for f in (one, other)
    ]
    names = [f.name for f in fields(one)]
    differing = [n for n in names if getattr(plain[0], n) != getattr(plain[1], n)]
    return [_WORDS.get(n, n.replace("_", "-")) for n in differing]


def _check_tick(
    tick: _Tick, field: Field | None, known: dict[str, Field], diagnostics: Diagnostics
) -> None:
    if not tick.name:
        return
    if field is None:
        message = f"there is no choice `{tick.name}` in the form"
        hint = did_you_mean(tick.name, known) or "declare it with <choice>"
        diagnostics.error("unknown-field", message, tick.place, hint)
    elif not isinstance(field, ChoiceField):
        kind = _KINDS[type(field).__name__]
        message = f"field `{tick.name}` is a {kind}, not a choice; a tick stands for an option"
        diagnostics.error("field-conflict", message, tick.place)
    elif tick.option and tick.option not in (codes := [o.code for o in field.options]):
        allowed = ", ".join(f"`{code}`" for code in codes)
        message = f"choice `{tick.name}` has no option `{tick.option}`; it has {allowed}"
        diagnostics.error("unknown-choice", message, tick.place, did_you_mean(tick.option, codes))


def _warn_of_labels(found: Iterable[Field], diagnostics: Diagnostics) -> None:
    """Warn of fields that data by label could not tell apart."""
    first: dict[str, Field] = {}
    for each in found:
        label = each.label.strip().rstrip(":：").strip()
        other = first.setdefault(label, each)
        if label and other is not each:
            message = f"the fields `{other.name}` and `{each.name}` share the label `{label}`"
            hint = "data by labels cannot tell them apart; give each a `label` of its own"
            diagnostics.warning("shared-label", message, each.place, hint)


def _report_twice(name: str, first: Place, place: Place, diagnostics: Diagnostics) -> None:
    message = f"the name `{name}` is taken at {first}"
    diagnostics.error("duplicate-name", message, place, "give each place its own name")
