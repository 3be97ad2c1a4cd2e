"""Expand a layout: Jinja source to markup with line marks, with everything wrong in it gathered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import field

from jinja2 import Template, pass_context
from jinja2.runtime import Context

from formgen.dataclass import dataclass
from formgen.diagnostics import NOWHERE, Diagnostics, Place
from formgen.markup.environment import (
    MARKUP_FILTERS,
    LayoutEnvironment,
    LibraryLoader,
    MemoryBytecode,
)
from formgen.markup.faults import LayoutTooLargeError, Names, fault_of
from formgen.markup.layers import Layers
from formgen.markup.linemap import Sources
from formgen.markup.options import Given, OptionPicture, Options
from formgen.markup.outline import Outline, report_lost
from formgen.markup.record import Blank, RecordView, Watch
from formgen.markup.undefined import Report, Spot, template_spots, undefined_type
from formgen.model.form import LayoutOption
from formgen.resources import Library

LARGEST_MARKUP = 1_500_000


@dataclass(frozen=True, slots=True)
class Expanded:
    """The markup with its line marks, the options that were declared, and what was looked at.

    `pictures` are those that the user gave for options, by what the layout calls them.
    """

    marked: str
    options: tuple[LayoutOption, ...]
    uses_record: bool
    pictures: Mapping[str, OptionPicture]


@dataclass(slots=True)
class Expander:
    """Expands templates of one library; keeps what it compiled from run to run."""

    library: Library
    sources: Sources = field(default_factory=Sources)
    _bytecode: MemoryBytecode = field(default_factory=MemoryBytecode)
    _outlines: dict[str, Outline] = field(default_factory=dict)
    _described: dict[str, str] = field(default_factory=dict)
    _layers: Layers = field(init=False)

    def __post_init__(self) -> None:
        self._layers = Layers(self.library)

    def place(self, spot: Spot | None) -> Place:
        """Return the place of a line of a template."""
        if spot is None:
            return NOWHERE
        if spot[0] not in self._described:  # a library may have to look at the disk for it
            self._described[spot[0]] = self._layers.describe(spot[0])
        return Place(self._described[spot[0]], spot[1])

    def expand(
        self,
        name: str,
        options: Given,
        record: Mapping[str, object] | None,
        diagnostics: Diagnostics,
    ) -> Expanded | None:
        """Return the expanded template, or None where an error (in `diagnostics`) ended it."""
        watch = Watch()
        declared = Options(options, diagnostics, lambda: self.place(_calling_spot()))
        environment = self._environment(diagnostics)
        environment.globals |= {
            "option": declared.declare,
            "record": RecordView(record, watch),
            "blank": Blank(record is None, watch),
        }
        markup = self._run(environment, name, diagnostics)
        if markup is None:
            return None
        declared.report_unknown()
        found = tuple(declared.declared.values())
        return Expanded(markup, found, watch.looked, declared.pictures)

    def _environment(self, diagnostics: Diagnostics) -> LayoutEnvironment:
        environment = LayoutEnvironment(
            LibraryLoader(self._layers), self.sources, self._bytecode, self._outlines
        )
        report = self._reporter(diagnostics)
        environment.undefined = undefined_type(report)
        for name in MARKUP_FILTERS:
            environment.filters[name] = _refused_filter(name, report)
        return environment

    def _reporter(self, diagnostics: Diagnostics) -> Report:
        def report(code: str, message: str, spot: Spot | None, hint: str) -> None:
            diagnostics.error(code, message, self.place(spot), hint)

        return report

    def _run(
        self, environment: LayoutEnvironment, name: str, diagnostics: Diagnostics
    ) -> str | None:
        try:
            template = environment.get_template(name)
            context = template.new_context()
            markup = _bounded(template, context)
            report_lost(context.blocks, self._outlines, self._reporter(diagnostics))
            return markup
        except Exception as error:  # an expression of the layout may raise anything
            filters = environment.filters.keys() - MARKUP_FILTERS
            fault = fault_of(error, Names(self.library.names(), filters, environment.tests))
            place = self.place(fault.spot or (name, 0))
            diagnostics.error(fault.code, fault.message, place, fault.hint)
            return None


def _bounded(template: Template, context: Context) -> str:
    parts: list[str] = []
    size = 0
    for part in template.root_render_func(context):
        parts.append(part)
        size += len(part)
        if size > LARGEST_MARKUP:
            raise LayoutTooLargeError(
                f"the layout expands to more than {LARGEST_MARKUP:,} characters"
            )
    return "".join(parts)


def _calling_spot() -> Spot | None:
    return next((spot for _, spot in template_spots(sys._getframe(1))), None)


def _refused_filter(name: str, report: Report) -> Callable[[Context, object], object]:
    """Return a filter that reports its use; taking the context keeps it from being folded."""

    @pass_context
    def refused(context: Context, value: object) -> object:
        message = f"`|{name}` is refused: a value can never become markup"
        hint = "write the markup into the template, or into a macro"
        report("value-as-markup", message, _calling_spot(), hint)
        return value

    return refused
