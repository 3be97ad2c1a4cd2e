"""Several forms for each record: a letter, a sheet and a receipt, one behind the other.

Each form takes what it knows from the same record. A record that one form refuses is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from formgen.api import LoadedForm, StrPath
from formgen.catalog import Templates, find_form
from formgen.data.joint import JointBinder
from formgen.diagnostics import Diagnostics, did_you_mean
from formgen.errors import FormgenError, LayoutError, UsageError
from formgen.house import NO_HOUSE, House, check_forms, check_shared, read_house, settings_of_call
from formgen.model.values import Values
from formgen.printing import Bound, OnForm, Printer, bound_on
from formgen.text.fontbook import FontBook, load_book
from formgen.variants import Binding, Layout, Variant, Variants
from formgen.writers.options import WordOptions
from formgen.writers.press import TOGETHER, Part, only_for_pdf

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord
    from formgen.markup.options import Given
    from formgen.writers.press import Printed


def load_together(
    forms: Sequence[StrPath],
    *,
    options: Mapping[str, object] | None = None,
    options_file: StrPath | None = None,
    templates: Templates = (),
    fonts: Sequence[Path] = (),
    missing_glyph: Literal["error", "box"] = "error",
) -> list[LoadedForm]:
    """Return several forms in the same faces; each takes those of the options that it declares.

    Raises what `formgen.load` raises, for all forms at once, and LayoutError for an option that
    none of them declares.
    """
    house = read_house(options_file) if options_file else NO_HOUSE
    book = load_book(fonts, missing=missing_glyph)
    given = {
        name: replace(setting, shared=True)
        for name, setting in settings_of_call(options or {}).items()
    }
    loaded: list[LoadedForm] = []
    failed: list[FormgenError] = []
    for form in forms:
        try:
            loaded.append(_loaded(form, house, given, templates, book))
        except FormgenError as error:
            failed.append(error)
    if failed:
        raise type(failed[0])(each for error in failed for each in error.diagnostics)
    _check_options(given, loaded)
    return loaded


def _loaded(
    form: StrPath, house: House, given: Given, templates: Templates, book: FontBook
) -> LoadedForm:
    found = find_form(form, templates)
    check_forms(house, found)
    layout = Layout(found, {**house.settings(found.id), **given})
    loaded = LoadedForm(Variants(layout, book))
    check_shared(house, (option.name for option in loaded.options), found)
    return loaded


def _check_options(given: Given, forms: Sequence[LoadedForm]) -> None:
    known = list(dict.fromkeys(option.name for form in forms for option in form.options))
    problems = Diagnostics()
    for name in given:
        if name not in known:
            listed = ", ".join(f"`{each}`" for each in known) or "none"
            message = f"none of the forms has an option `{name}`; they have {listed}"
            problems.error("unknown-option", message, hint=did_you_mean(name, known))
    LayoutError.raise_if(problems)


class JointPrinter(Printer):
    """Prints the records of several forms; each record's sheets are one file, or follow in one."""

    def __init__(
        self,
        forms: Sequence[Variants],
        kind: str,
        binding: Binding,
        created: datetime | None,
        word: WordOptions,
    ) -> None:
        """Raise UsageError if only PDF can do it, or no form has a field that is asked for.

        Raises FontError for faces that are called alike and are not the same.
        """
        if kind != "pdf":
            raise only_for_pdf(TOGETHER)
        shares = _shares(forms, binding)
        self._forms = list(zip(forms, shares, strict=True))
        self._strict = binding.unknown == "error"
        self._unknown: dict[tuple[str, ...], tuple[str, ...]] = {}
        book = reduce(FontBook.joined, (form.book for form in forms))
        super().__init__(forms[0], kind, shares[0], created, word, book)
        for form, each in self._forms[1:]:
            form.blank.binder("", each)
            _ = form.blank.typesetter

    @property
    def title(self) -> str:
        """The titles of the forms."""
        return " · ".join(dict.fromkeys(blank.form.title for blank in self._blanks))

    @property
    def _blanks(self) -> tuple[Variant, ...]:
        return tuple(form.blank for form, _ in self._forms)

    def binder(self, file: str = "") -> JointBinder:
        """Return what binds the records of a data file to the fields of the blank forms."""
        return JointBinder([form.blank.binder(file, each) for form, each in self._forms])

    def bound(self, raw: RawRecord, position: int) -> Bound:
        """Return a record with its checked values on each form, and all that is wrong with any."""
        form_id = self._variants.blank.form.id
        each = [bound_on(form, how, raw, position, form_id) for form, how in self._forms]
        found = Diagnostics()
        for bound in each:
            found.extend(bound.diagnostics)
        first = each[0].values
        if self._strict and not raw.problems:
            joint = self.binder(raw.place.file)
            found.extend(
                joint.unknown(column, replace(first.place, column=column if raw.place.row else ""))
                for column in self._unknown_of(joint, tuple(raw.values))
            )
        on_forms = tuple(OnForm(b.variant, b.values) for b in each if b.variant)
        return Bound(each[0].variant, _all_values([b.values for b in each]), found, on_forms)

    def _sheet(self, variant: Variant, bound: Bound) -> Printed:
        return self._press.sheets([Part(on.variant.typesetter, on.values) for on in bound.on_forms])

    def digest(self) -> str:
        """Return a digest of all that decides how a record is printed, but the record itself."""
        said = "".join(form.digest() for form, _ in self._forms)
        return sha256(said.encode()).hexdigest()

    def _unknown_of(self, joint: JointBinder, columns: tuple[str, ...]) -> tuple[str, ...]:
        if columns not in self._unknown:
            self._unknown[columns] = joint.unknown_columns(columns)
        return self._unknown[columns]


def _all_values(each: Sequence[Values]) -> Values:
    """Return the values of a record on all forms; those of the first form win."""
    by_name = {name: value for on in reversed(each) for name, value in on.by_name.items()}
    lists = {name: items for on in reversed(each) for name, items in on.lists.items()}
    return replace(each[0], by_name=by_name, lists=lists)


def _shares(forms: Sequence[Variants], binding: Binding) -> list[Binding]:
    """Return how each form binds: it renames the columns whose fields it has.

    Raises UsageError if no form has a field that a column is renamed to.
    """
    taken: list[list[tuple[str, str]]] = [[] for _ in forms]
    problems = Diagnostics()
    for pair in binding.rename:
        refused: list[FormgenError] = []
        for form, pairs in zip(forms, taken, strict=True):
            try:
                form.blank.binder("", Binding((pair,), "ignore"))
                pairs.append(pair)
            except UsageError as error:
                refused.append(error)
        if len(refused) == len(forms):
            problems.extend(refused[0].diagnostics)
    UsageError.raise_if(problems)
    return [Binding(tuple(pairs), "ignore") for pairs in taken]
