"""What the pages of a long file share: fonts, form XObjects by name, pictures each once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b

from formgen.units import Pt
from formgen.writers.pdf.content import numbers
from formgen.writers.pdf.images import ImageNames, embed_image
from formgen.writers.pdf.stream import PdfStream
from formgen.writers.pdf.syntax import dictionary

_CALLED = re.compile(r"/([SV]\d+) Do")


class SharedObjects:
    """Objects that pages call by name; written as they come, the names of them at the end."""

    def __init__(self, file: PdfStream) -> None:
        self._file = file
        self._fonts, self._objects = file.reserve(), file.reserve()
        self._names: dict[str, str] = {}
        self._pictures: dict[bytes, str] = {}

    def share(
        self, kind: str, size: tuple[Pt, Pt], content: str, pictures: Mapping[str, str]
    ) -> str:
        """Write a form XObject over a page of `size` and return what calls it on any page.

        `kind` is S or V, the first letter of its name.
        """
        name = f"{kind}{len(self._names) + 1}"
        self._names[name] = self.form(size, content, pictures)
        return f"/{name} Do\n"

    def form(self, size: tuple[Pt, Pt], content: str, objects: Mapping[str, str]) -> str:
        """Write a form XObject that calls `objects` and return a reference to it."""
        entries = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": f"[0 0 {numbers(*size)}]",
            "Resources": self.resources(objects),
        }
        return self._file.add_stream(content.encode("ascii"), entries)

    def called(self, content: str) -> dict[str, str]:
        """Return the shared objects that a content calls."""
        return {name: self._names[name] for name in _CALLED.findall(content)}

    def resources(self, objects: Mapping[str, str]) -> str:
        """Return the resources of a page that calls `objects`."""
        return f"<</Font {self._fonts} 0 R/XObject{dictionary(objects)}>>"

    def references(self, images: ImageNames) -> dict[str, str]:
        """Return the references of pictures by name; each picture is embedded once."""
        found = {}
        for name, data in images:
            digest = blake2b(data, digest_size=16).digest()
            if digest not in self._pictures:
                self._pictures[digest] = embed_image(data, self._file)
            found[name] = self._pictures[digest]
        return found

    def close(self, fonts: Mapping[str, str]) -> str:
        """Write what all pages have, `fonts` among it, and return the entry that says so."""
        self._file.put(self._fonts, dictionary(fonts))
        self._file.put(self._objects, dictionary(self._names))
        return f"/Resources<</Font {self._fonts} 0 R/XObject {self._objects} 0 R>>"
