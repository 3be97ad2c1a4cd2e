"""Printable forms from one layout: blank, or prefilled from your data.

import formgen

form = formgen.load("satisfaction_callback")
form.render({"customer_name": "..."}, "sheet.pdf")
"""

from formgen.api import FilledSheet, LoadedForm, Record, load
from formgen.diagnostics import Diagnostic, Place, Severity
from formgen.errors import (
    DataError,
    FontError,
    FormgenError,
    LayoutError,
    OutputError,
    UsageError,
)
from formgen.resources import FolderLibrary, Library, MemoryLibrary

__all__ = [
    "DataError",
    "Diagnostic",
    "FilledSheet",
    "FolderLibrary",
    "FontError",
    "FormgenError",
    "LayoutError",
    "Library",
    "LoadedForm",
    "MemoryLibrary",
    "OutputError",
    "Place",
    "Record",
    "Severity",
    "UsageError",
    "load",
]
