"""Exceptions: one is raised at the end of a phase, with all the diagnostics that it gathered."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.diagnostics import NOWHERE, Diagnostic, Diagnostics, Place


class FormgenError(Exception):
    """Base of all errors that formgen raises on purpose; carries `diagnostics`, at least one."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))

    @classmethod
    def of(cls, code: str, message: str, place: Place = NOWHERE, hint: str = "") -> FormgenError:
        """Return an error of this class with a single diagnostic."""
        return cls([Diagnostic(code, message, place, hint)])

    @classmethod
    def raise_if(cls, gathered: Diagnostics) -> None:
        """Raise this error with everything that was gathered if any of it is an error."""
        if gathered.has_errors:
            raise cls(gathered)


class LayoutError(FormgenError):
    """The layout source, or what it asks for, is wrong: mend the template."""


class DataError(FormgenError):
    """A record or a data file is wrong: mend the data."""


class FontError(FormgenError):
    """A face cannot be used, or no face has a character."""


class UsageError(FormgenError):
    """The call itself is wrong: an unknown form, an unknown kind of output, a bad option."""


class OutputError(FormgenError):
    """A file could not be written: a full disk, a missing folder, no permission."""
