"""What went wrong while a layout expanded: exceptions of the sandbox turned into diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from formgen.diagnostics import did_you_mean
from formgen.markup.environment import SourceNotTextError
from formgen.markup.undefined import Spot, innermost_spot

_NO_SUCH = re.compile(r"No (filter|test) named '(\w+)'")
_NO_SUCH_TAG = re.compile(r"unknown tag '(\w+)'")
_STILL_OPEN = re.compile(r"to be closed is '(\w+)'")
_NEVER_CLOSED = re.compile(r"Unexpected end of template.*to be closed is '(\w+)'")
_TAGS = (
    *("block", "call", "elif", "else", "endblock", "endcall", "endfilter", "endfor", "endif"),
    *("endmacro", "endset", "endwith", "extends", "filter", "for", "from", "if", "import"),
    *("include", "macro", "set", "with"),
)


class LayoutTooLargeError(Exception):
    """The layout expands to more than a form can be."""


class Fault(NamedTuple):
    """What a diagnostic will say, and where in a template it came up."""

    code: str
    message: str
    hint: str
    spot: Spot | None


class Names(NamedTuple):
    """What exists, for "did you mean"."""

    templates: Iterable[str]
    filters: Iterable[str]
    tests: Iterable[str]


def fault_of(error: Exception, names: Names) -> Fault:
    """Return what an exception that ended the expansion means for the layout's author."""
    spot = innermost_spot(error.__traceback__)
    no_such = _NO_SUCH.search(str(error))
    if isinstance(error, TemplateSyntaxError):
        spot = (error.name, error.lineno) if error.name else spot
    if no_such:
        kind, name = no_such.groups()
        hint = did_you_mean(name, names.filters if kind == "filter" else names.tests)
        return Fault(f"unknown-{kind}", f"there is no {kind} `{name}`", hint, spot)
    return _fault_by_kind(error, names, spot)


def _fault_by_kind(error: Exception, names: Names, spot: Spot | None) -> Fault:
    match error:
        case TemplateSyntaxError():
            return Fault("template-syntax", *_syntax(error.message or ""), spot)
        case TemplateNotFound():
            hint = did_you_mean(str(error.name), names.templates)
            return Fault("missing-template", f"there is no template `{error.name}`", hint, spot)
        case SourceNotTextError():
            hint = "save the file as UTF-8"
            return Fault("not-text", "the file is not UTF-8 text", hint, (error.name, error.line))
        case SecurityError():
            return Fault("unsafe-expression", str(error), "", spot)
        case RecursionError() if spot is None:
            return Fault("template-syntax", "an expression is nested too deep", "", spot)
        case RecursionError():
            hint = "look for a template that includes itself, or a macro that calls itself"
            return Fault("endless-layout", "templates call each other without end", hint, spot)
        case LayoutTooLargeError():
            return Fault("layout-too-large", str(error), "", spot)
    return Fault("expression-error", f"the expression fails: {error}", "", spot)


def _syntax(message: str) -> tuple[str, str]:
    """Return Jinja's message in the manner of our own, and a hint."""
    if tag := _NO_SUCH_TAG.search(message):
        open_tag = _STILL_OPEN.search(message)
        if tag[1] in _TAGS and open_tag:
            hint = f"{{% {open_tag[1]} %}} is still open; write {{% end{open_tag[1]} %}}"
            return f"{{% {tag[1]} %}} is out of place", hint
        return f"there is no tag `{tag[1]}`, or not here", did_you_mean(tag[1], _TAGS)
    if tag := _NEVER_CLOSED.search(message):
        name = tag[1]
        return f"{{% {name} %}} is never closed", f"write {{% end{name} %}}"
    text = re.sub(r"'([^']*)'", r"`\1`", message)
    return (text[:1].lower() + text[1:]).rstrip("."), ""
