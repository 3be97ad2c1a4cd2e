"""The parts of a document as python-docx saves them, without the zip file between.

Saving to a file asks the clock for the date of each part, and fails where that is before 1980.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.packuri import PackURI


def saved_parts(document: Document) -> dict[str, bytes]:
    """Return what `Document.save` writes: the parts by their names, in their order."""
    from docx.opc.pkgwriter import PackageWriter

    package, kept = document.part.package, _Kept()
    assert package is not None
    for part in package.parts:
        part.before_marshal()
    PackageWriter._write_content_types_stream(kept, package.parts)  # type: ignore[no-untyped-call]
    PackageWriter._write_pkg_rels(kept, package.rels)  # type: ignore[no-untyped-call]
    PackageWriter._write_parts(kept, package.parts)  # type: ignore[arg-type]
    return kept.parts


class _Kept:
    """Stands where python-docx writes a package."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}

    def write(self, name: PackURI, content: bytes) -> None:
        self.parts[name.membername] = content
