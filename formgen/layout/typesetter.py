"""One form, set many times: the blank sheet is laid out once, records are filled into it.

Only a record whose values outgrow their places (`overflow="grow"`) is laid out on its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from formgen.diagnostics import Diagnostics
from formgen.errors import DataError
from formgen.layout.boxes import FilledPage, Sheet, TextSlot
from formgen.layout.fill import fill
from formgen.layout.fit import Fitter
from formgen.layout.lists import of_sheet, page_fields
from formgen.layout.plain_text import PlainText
from formgen.layout.setting import shape
from formgen.layout.sheet import Memo, lay_out
from formgen.layout.values import value_text
from formgen.model.form import Form
from formgen.model.values import BLANK, Value, Values
from formgen.text.fontbook import FontBook

if TYPE_CHECKING:
    from formgen.data.page_totals import PageTotals


class Typesetter:
    """Sets a form for any number of records. Thread-safe: nothing in it changes but its memo."""

    def __init__(self, form: Form, book: FontBook) -> None:
        """Lay out the blank sheet; raises LayoutError with all that is wrong with the layout."""
        self.form = form
        self.book = book
        self._memo: Memo = {}
        self.sheet = lay_out(form, book, memo=self._memo)
        self.plain = {bold: PlainText(book, bold) for bold in (False, True)}
        self._totals = _page_totals(form)
        self._growing = tuple(
            (item.field, item)
            for page in self.sheet.pages
            for item in page.items
            if isinstance(item, TextSlot) and item.overflow.policy == "grow"
        )

    def set(self, values: Values = BLANK) -> tuple[Sheet, tuple[FilledPage, ...]]:
        """Return the sheet for a record and the marks in its slots.

        Raises DataError with every value that cannot be set, LayoutError if growing breaks a page.
        """
        return self.set_apart(values) or (self.sheet, self._filled(self.sheet, values))

    def set_apart(self, values: Values) -> tuple[Sheet, tuple[FilledPage, ...]] | None:
        """Return what `set` does for a record that outgrows the blank sheet; None for others.

        Raises what `set` raises.
        """
        if not values.lists and not self._outgrown(values.by_name):
            return None
        sheet = lay_out(self.form, self.book, values, self._memo)
        return sheet, self._filled(sheet, values)

    def _filled(self, sheet: Sheet, values: Values) -> tuple[FilledPage, ...]:
        problems = Diagnostics()
        if values.lists:
            values = self._of_sheet(sheet, values, problems)
        filled = fill(sheet, self.book, values, problems)
        DataError.raise_if(problems)
        return filled

    def _of_sheet(self, sheet: Sheet, values: Values, problems: Diagnostics) -> Values:
        """Return the values of the slots of a sheet with lists, figures of its pages among them."""
        if self._totals is None:
            return of_sheet(values, {})
        figures, refused = self._totals.of(values, sheet.items)
        problems.extend(refusal.at(values.place_of(name)) for name, refusal in refused)
        return of_sheet(values, figures)

    def _outgrown(self, values: Mapping[str, Value]) -> bool:
        for name, slot in self._growing:
            if name in values and self._too_big(slot, values[name]):
                return True
        return False

    def _too_big(self, slot: TextSlot, value: Value) -> bool:
        text = value_text(value, slot.part, slot.format)
        measured = self.plain[slot.bold].remembered(text)
        if measured and measured[1] * slot.size <= slot.rect.w - slot.indent:
            return False
        fitter = Fitter(self.book, lambda t, font: shape(self.book, t, font, lambda char: None))
        return fitter.fit(text, slot) is None


def _page_totals(form: Form) -> PageTotals | None:
    """Return what computes the figures of pages, if there are any; Jinja is loaded only then."""
    if not page_fields(form):
        return None
    from formgen.data.page_totals import PageTotals

    return PageTotals(form.fields)
