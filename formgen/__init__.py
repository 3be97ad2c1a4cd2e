"""Printable forms from one layout: blank, or prefilled from your data.

import formgen

form = formgen.load("satisfaction_callback")
form.render({"customer_name": "..."}, "sheet.pdf")
"""

from importlib import import_module

TYPE_CHECKING = False  # as in typing, which takes a while to be imported
if TYPE_CHECKING:
    from formgen.api import LoadedForm, Record, load
    from formgen.diagnostics import Diagnostic, Place, Severity
    from formgen.errors import (
        DataError,
        FontError,
        FormgenError,
        LayoutError,
        OutputError,
        UsageError,
    )
    from formgen.filled import FilledSheet
    from formgen.imposing import imposition
    from formgen.model.imposition import Imposition
    from formgen.resources import FolderLibrary, Library, MemoryLibrary
    from formgen.results import Result, Summary
    from formgen.streaming import Stream

_MODULES = {
    "api": ("LoadedForm", "Record", "load"),
    "diagnostics": ("Diagnostic", "Place", "Severity"),
    "errors": (
        "DataError", "FontError", "FormgenError", "LayoutError", "OutputError", "UsageError",
    ),
    "filled": ("FilledSheet",),
    "imposing": ("imposition",),
    "model.imposition": ("Imposition",),
    "resources": ("FolderLibrary", "Library", "MemoryLibrary"),
    "results": ("Result", "Summary"),
    "streaming": ("Stream",),
}  # fmt: skip
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "DataError",
    "Diagnostic",
    "FilledSheet",
    "FolderLibrary",
    "FontError",
    "FormgenError",
    "Imposition",
    "LayoutError",
    "Library",
    "LoadedForm",
    "MemoryLibrary",
    "OutputError",
    "Place",
    "Record",
    "Result",
    "Severity",
    "Stream",
    "Summary",
    "UsageError",
    "imposition",
    "load",
]


def __getattr__(name: str) -> object:
    """Return a public name, imported when it is first asked for.

    The command is a part of this package, and must catch a Ctrl-C before anything else is there.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
