"""PDF syntax: dictionaries, text strings and dates. Source: ISO 32000-1, 7.3 and 7.9."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from formgen.dataclass import dataclass

PROGRAM = "formgen"
"""What the file names as its creator and producer."""
VIEWER_PREFERENCES = "<< /DisplayDocTitle true >>"

_ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\()"})


@dataclass(frozen=True, slots=True)
class Description:
    """What the file says about itself; `created` is left out where it is not known."""

    title: str
    author: str
    subject: str
    lang: str
    created: datetime | None

    def information(self) -> dict[str, str]:
        """Return the entries of the document information, as texts."""
        texts = {"Title": self.title, "Author": self.author, "Subject": self.subject}
        texts |= {"Creator": PROGRAM, "Producer": PROGRAM}
        if self.created:
            texts |= dict.fromkeys(("CreationDate", "ModDate"), _date(self.created))
        return {name: text for name, text in texts.items() if text}


class Objects(Protocol):
    """A file that takes objects, given as PDF syntax; a reference is a string ("12 0 R")."""

    def add_dictionary(self, entries: Mapping[str, str]) -> str:
        """Add a dictionary and return a reference to it."""
        ...

    def add_stream(self, content: bytes, entries: Mapping[str, str] | None = None) -> str:
        """Add a stream, compressed unless its `Filter` says that it is; return a reference."""
        ...


class NumberedObjects(Protocol):
    """A file whose objects may be named before they are written."""

    def reserve(self) -> int:
        """Return the number of an object that will be written later."""
        ...

    def put(self, number: int, body: str) -> None:
        """Write the object `number`."""
        ...


def dictionary(entries: Mapping[str, str]) -> str:
    """Return a dictionary with these entries."""
    return f"<< {' '.join(f'/{name} {value}' for name, value in entries.items())} >>"


def catalog_of(said: Description, pages: str) -> dict[str, str]:
    """Return the entries of the document catalog; `pages` is the root of the page tree."""
    entries = {"Type": "/Catalog", "Pages": pages, "ViewerPreferences": VIEWER_PREFERENCES}
    return entries | ({"Lang": text_string(said.lang)} if said.lang else {})


def text_string(text: str) -> str:
    """Return a text string: in PDFDocEncoding where it is plain ASCII, else in UTF-16BE."""
    if text.isascii() and text.isprintable():
        return f"({text.translate(_ESCAPED)})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _date(moment: datetime) -> str:
    """Return a date as PDF writes it, in UTC; a moment without a time zone is taken as UTC."""
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return utc.strftime("D:%Y%m%d%H%M%SZ")
