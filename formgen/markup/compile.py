"""From a layout source to a form: expand, parse, check, build; errors of all steps at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import field
from pathlib import PurePosixPath
from types import MappingProxyType

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostic, Diagnostics, Place
from formgen.errors import LayoutError
from formgen.markup.build_form import build_form
from formgen.markup.checked import Checker
from formgen.markup.expand import Expanded, Expander
from formgen.markup.layers import plain_name
from formgen.markup.linemap import without_marks
from formgen.markup.options import Given
from formgen.markup.tree import NotWellFormedError, parse
from formgen.markup.undefined import UNKNOWN
from formgen.model.form import Form
from formgen.resources import Library

MOST_KEPT = 64
"""How many distinct markups of one layout are kept compiled; the one unused longest goes first."""

NO_OPTIONS: Given = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form, the markup that it was read from, and whether that looked at the record.

    If it did not, the form holds for every record. `warnings` are what its author should know.
    """

    form: Form
    markup: str
    uses_record: bool
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class LayoutCompiler:
    """Compiles one layout again and again: for other options, and for records that shape it.

    What was compiled before is kept: the templates, and the forms of the last distinct markups.
    """

    library: Library
    name: str
    form_id: str = ""
    _expander: Expander = field(init=False)
    _kept: OrderedDict[str, tuple[Expanded, Compiled]] = field(
        init=False, default_factory=OrderedDict
    )

    def __post_init__(self) -> None:
        self._expander = Expander(self.library)
        self.form_id = self.form_id or PurePosixPath(self.name).parent.name or _stem(self.name)

    def compile(
        self,
        options: Given = NO_OPTIONS,
        record: Mapping[str, object] | None = None,
    ) -> Compiled:
        """Return the form for `options` (as text) and a record (None: blank).

        Raises LayoutError with everything that is wrong in the layout or with the options.
        """
        found = Diagnostics()
        compiled = self._compile(options, record, found)
        LayoutError.raise_if(_causes(found))
        assert compiled is not None
        return compiled

    def _compile(
        self,
        options: Given,
        record: Mapping[str, object] | None,
        diagnostics: Diagnostics,
    ) -> Compiled | None:
        expanded = self._expander.expand(self.name, options, record, diagnostics)
        if expanded is None:
            return None
        known = self._kept.get(expanded.marked)
        if known and known[0] == expanded and not len(diagnostics):
            self._kept.move_to_end(expanded.marked)
            return known[1]
        if UNKNOWN in expanded.marked and not len(diagnostics):
            message = f"the character U+{ord(UNKNOWN):04X} is not allowed in a layout"
            diagnostics.error("bad-character", message, self._expander.place((self.name, 0)))
        form = self._form(expanded, diagnostics)
        if form is None or diagnostics.has_errors:
            return None
        markup = without_marks(expanded.marked)
        compiled = Compiled(form, markup, expanded.uses_record, tuple(diagnostics))
        self._kept[expanded.marked] = expanded, compiled
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return compiled

    def _form(self, expanded: Expanded, diagnostics: Diagnostics) -> Form | None:
        try:
            tree = parse(expanded.marked, self._locate)
        except NotWellFormedError as error:
            found = error.diagnostic
            place = found.place if found.place != NOWHERE else self._expander.place((self.name, 0))
            diagnostics.error(found.code, found.message, place, found.hint)
            return None
        root = Checker(diagnostics).check_root(tree)
        if root is None:
            return None
        options, pictures = expanded.options, expanded.pictures
        return build_form(root, self.library, self.form_id, options, diagnostics, pictures)

    def _locate(self, mark: str) -> tuple[Place, str]:
        spot = self._expander.sources.at(mark) or (self.name, 0)
        return self._expander.place(spot), plain_name(spot[0])


def _causes(found: Diagnostics) -> Diagnostics:
    """Return the diagnostics without those that only follow from an undefined value."""
    causes = Diagnostics()
    causes.extend(d for d in found if UNKNOWN not in d.message)
    return causes if causes.has_errors else found


def _stem(name: str) -> str:
    return PurePosixPath(name).name.split(".")[0]


def compile_form(
    library: Library,
    name: str,
    options: Given = NO_OPTIONS,
    record: Mapping[str, object] | None = None,
    form_id: str = "",
) -> Compiled:
    """Return the form that the layout called `name` in `library` describes.

    `form_id` names it where the layout does not (its folder's name if left out). Raises
    LayoutError with all diagnostics.
    """
    return LayoutCompiler(library, name, form_id).compile(options, record)
