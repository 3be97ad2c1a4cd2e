"""Undefined names: each use is a diagnostic with its line, and expansion goes on."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FrameType, TracebackType
from typing import ClassVar

from jinja2 import Template, Undefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from formgen.diagnostics import did_you_mean

UNKNOWN = "\ufdd0"
"""What an undefined value prints: a noncharacter, by which later steps know not to complain."""

Spot = tuple[str, int]
"""A template's name and a line of it."""


_STAND_IN = re.compile(r"t_\d+")
"""How compiled templates call what stands in for an unknown filter or test: it has no line."""


def template_spots(frame: FrameType | None) -> Iterator[tuple[FrameType, Spot]]:
    """Yield the frames of templates from `frame` outwards, each with where it stands."""
    while frame is not None:
        spot = _spot(frame, frame.f_lineno)
        if spot:
            yield frame, spot
        frame = frame.f_back


def innermost_spot(trace: TracebackType | None) -> Spot | None:
    """Return where in a template an exception came up, None if no template was running."""
    found = None
    while trace is not None:
        found = _spot(trace.tb_frame, trace.tb_lineno) or found
        trace = trace.tb_next
    return found


def _spot(frame: FrameType, line: int) -> Spot | None:
    if _STAND_IN.fullmatch(frame.f_code.co_name):
        return None
    template = frame.f_globals.get("__jinja_template__")
    if isinstance(template, Template) and template.name is not None:
        return template.name, template.get_corresponding_lineno(line)
    return None


def _known_names(frame: FrameType) -> set[str]:
    context = frame.f_locals.get("context")
    known = set(context.get_all()) if context is not None else set()
    for name, value in frame.f_locals.items():
        if name.startswith("l_") and value is not missing:
            known.add(name.split("_", 2)[2])
    return known - {"range", "dict", "lipsum", "cycler", "joiner", "namespace"}


_KINDS = {
    "NoneType": "nothing (None)",
    "Markup": "a text",
    "bool": "a yes or no",
    "dict": "a mapping",
    "float": "a number",
    "int": "a number",
    "list": "a list",
    "str": "a text",
    "tuple": "a list",
    "Macro": "a macro",
    "TemplateModule": "the imported template",
    "LoopContext": "`loop`",
    "Namespace": "a namespace",
    "RecordView": "the record",
    "function": "a function",
    "method": "a function",
    "builtin_function_or_method": "a function",
}


def kind_of(value: object) -> str:
    """Return what an author calls a value of this kind."""
    return _KINDS.get(type(value).__name__, "this value")


Report = Callable[[str, str, Spot | None, str], None]
"""Takes a diagnostic's code, message, spot and hint."""


class CollectingUndefined(Undefined):
    """An undefined value that reports its use to `report`, and is empty.

    Asking whether it is defined, or for its `default`, is not a use.
    """

    __slots__ = ("_undefined_known", "_undefined_spot")
    report: ClassVar[Report]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        frames = list(template_spots(sys._getframe(1)))
        if (self._undefined_hint or "").startswith("parameter") and len(frames) > 1:
            frames = frames[1:]  # the call is at fault, not the macro
        self._undefined_spot = frames[0][1] if frames else None
        self._undefined_known = self._known(frames[0][0] if frames else None)
        if self._is_import:
            self._undefined_used()  # also where the macro is never called

    @property
    def _is_import(self) -> bool:
        return "does not export" in (self._undefined_hint or "")

    def _known(self, frame: FrameType | None) -> set[str]:
        if self._is_import and frame is not None:
            return set(vars(frame.f_locals.get("included_template") or object))
        if isinstance(self._undefined_obj, Mapping):
            return {key for key in self._undefined_obj if isinstance(key, str)}
        if isinstance(self._undefined_obj, TemplateModule):
            return set(vars(self._undefined_obj))
        if self._undefined_obj is missing and frame is not None and not self._undefined_hint:
            return _known_names(frame)
        return set()

    def _undefined_say(self) -> str:
        if self._undefined_hint:
            return _hint_sentence(self._undefined_hint, str(self._undefined_name))
        if self._undefined_obj is missing:
            return f"`{self._undefined_name}` is not defined"
        return f"{kind_of(self._undefined_obj)} has no `{self._undefined_name}`"

    def _undefined_used(self) -> None:
        unsafe = self._undefined_exception is SecurityError
        message = f"`{self._undefined_name}` cannot be reached from a layout"
        hint = "" if unsafe else _near(str(self._undefined_name), self._undefined_known)
        type(self).report(
            "unsafe-expression" if unsafe else "undefined-name",
            message if unsafe else self._undefined_say(),
            self._undefined_spot,
            hint,
        )

    def _fail_with_undefined_error(self, *args: object, **kwargs: object) -> CollectingUndefined:  # type: ignore[override]
        self._undefined_used()
        return self

    def __getattr__(self, name: str) -> CollectingUndefined:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._fail_with_undefined_error()

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _fail_with_undefined_error  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = _fail_with_undefined_error  # type: ignore[assignment]
    __mod__ = __rmod__ = __pow__ = __rpow__ = _fail_with_undefined_error  # type: ignore[assignment]
    __pos__ = __neg__ = __call__ = __getitem__ = _fail_with_undefined_error  # type: ignore[assignment]

    def _undefined_false(self, *others: object) -> bool:
        self._undefined_used()
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __bool__ = __contains__ = _undefined_false  # type: ignore[assignment]

    def __ne__(self, other: object) -> bool:
        self._undefined_used()
        return True

    def __hash__(self) -> int:
        self._undefined_used()
        return 0

    def _undefined_zero(self) -> int:
        self._undefined_used()
        return 0

    __len__ = _undefined_zero
    __int__ = _undefined_zero  # type: ignore[assignment]

    def __float__(self) -> float:  # type: ignore[override]
        return float(self._undefined_zero())

    def __str__(self) -> str:
        self._undefined_used()
        return UNKNOWN

    __repr__ = __html__ = __str__

    def __iter__(self) -> Iterator[object]:
        self._undefined_used()
        return iter(())


def _near(name: str, known: set[str]) -> str:
    """Return "did you mean …?" for a slip of the keyboard: short names are all alike otherwise."""
    return did_you_mean(name, {k for k in known if abs(len(k) - len(name)) < 2})


def _hint_sentence(hint: str, name: str) -> str:
    """Say in our words what Jinja's hint says about a macro's parameter or an import."""
    if hint.startswith("parameter"):
        return f"the macro is called without its parameter `{name}`"
    if "does not export" in hint:
        return f"the imported template does not define `{name}`"
    return hint


def undefined_type(report: Report) -> type[Undefined]:
    """Return a type of undefined values that report to `report`."""
    members = {"report": staticmethod(report), "__slots__": ()}
    return type("UndefinedOfRun", (CollectingUndefined,), members)
