"""The PDF file around the content: objects, pages, document information, cross-references.

The one module that knows reportlab. It uses reportlab's document layer and not its canvas: the
canvas wants an initial font that is either an unembedded Helvetica or registered for the whole
process, compresses as global settings say, and sets the pen anew for every stroke. Objects are
given as PDF syntax in strings; a reference is a string, too ("12 0 R").
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping

from reportlab.pdfbase import pdfdoc

from formgen.units import Pt
from formgen.writers.pdf.content import numbers
from formgen.writers.pdf.syntax import VIEWER_PREFERENCES, Description, dictionary

_VERSION = (1, 7)
_RESOURCES = "Resources"


class PdfFile:
    """A PDF file that is put together in memory; the same calls give the same bytes."""

    def __init__(self, description: Description) -> None:
        self._document = pdfdoc.PDFDocument(invariant=1, pdfVersion=_VERSION)
        # reportlab hashes the clock into the file's identifier; here it is the content's alone.
        self._document.signature = hashlib.md5(repr(description).encode(), usedforsecurity=False)
        self._document.info = _Information(description)
        catalog = self._document.Catalog
        catalog.Lang = pdfdoc.PDFString(description.lang) if description.lang else None
        catalog.ViewerPreferences = _Written(VIEWER_PREFERENCES.encode("ascii"))

    def add_dictionary(self, entries: Mapping[str, str]) -> str:
        """Add a dictionary and return a reference to it."""
        return self._add(dictionary(entries).encode("ascii"))

    def add_stream(self, content: bytes, entries: Mapping[str, str] | None = None) -> str:
        """Add a stream, compressed unless its `Filter` says that it is; return a reference."""
        entries = dict(entries or {})
        if "Filter" not in entries:
            content = zlib.compress(content)
            entries["Filter"] = "/FlateDecode"
        entries["Length"] = str(len(content))
        head = dictionary(entries).encode("ascii")
        return self._add(head + b"\nstream\n" + content + b"\nendstream")

    def add_page(self, width: Pt, height: Pt, content: str) -> None:
        """Add a page; the fonts and images that it names may be added later."""
        page = pdfdoc.PDFPage()
        page.MediaBox = f"[0 0 {numbers(width, height)}]"
        page.Contents = self.add_stream(content.encode("ascii"))
        page.Resources = pdfdoc.PDFObjectReference(_RESOURCES)
        self._document.updateSignature(page.MediaBox)
        self._document.addPage(page)

    def save(self, fonts: Mapping[str, str], images: Mapping[str, str]) -> bytes:
        """Return the file, whose pages call fonts and images by these names."""
        resources = {"Font": dictionary(fonts), "XObject": dictionary(images)}
        self._document.Reference(_Written(dictionary(resources).encode("ascii")), _RESOURCES)
        data: bytes = self._document.GetPDFData(None)
        return data

    def _add(self, body: bytes) -> str:
        self._document.updateSignature(body)
        reference = self._document.Reference(_Written(body))
        syntax: bytes = reference.format(self._document)
        return syntax.decode("ascii")


class _Written(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object whose syntax is known."""

    __RefOnly__ = 1  # how reportlab marks what must be an object of its own

    def __init__(self, body: bytes) -> None:
        self._body = body

    def format(self, _document: object) -> bytes:
        return self._body


class _Information(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The document information, with no entry that would have to be invented."""

    def __init__(self, description: Description) -> None:
        super().__init__()
        self._description = description

    def format(self, document: object) -> bytes:
        texts = self._description.information()
        entries = {name: pdfdoc.PDFString(text) for name, text in texts.items()}
        syntax: bytes = pdfdoc.PDFDictionary(entries).format(document)
        return syntax
