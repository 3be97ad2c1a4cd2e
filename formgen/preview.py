"""Pages of a PDF as pictures, for a screen; what is printed is the PDF itself."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from formgen.errors import UsageError

if TYPE_CHECKING:
    import pypdfium2

DPI_RANGE = range(18, 1201)
"""The resolutions that a preview may have, in dots per inch."""


def page_pictures(pdf: bytes, page: int | None = None, dpi: int = 150) -> list[bytes]:
    """Return the pages of `pdf` as PNG files: page number `page` (from 1), or all for None.

    `dpi` is the resolution in dots per inch. Raises UsageError if there is no such page or the
    resolution is out of `DPI_RANGE`.
    """
    if dpi not in DPI_RANGE:
        message = f"a preview of {dpi} dpi; it must be {DPI_RANGE[0]} to {DPI_RANGE[-1]}"
        raise UsageError.of("bad-resolution", message)
    with _opened(pdf) as document:
        return [_picture(document, index, dpi) for index in _wanted(len(document), page)]


@contextlib.contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def _wanted(count: int, page: int | None) -> range:
    if page is None:
        return range(count)
    if not 1 <= page <= count:
        have = "only page 1" if count == 1 else f"pages 1 to {count}"
        raise UsageError.of("no-such-page", f"there is no page {page}; the sheet has {have}")
    return range(page - 1, page)


def _picture(document: pypdfium2.PdfDocument, index: int, dpi: int) -> bytes:
    page = document[index]
    try:
        image = page.render(scale=dpi / 72).to_pil()
    finally:
        page.close()
    out = io.BytesIO()
    image.save(out, format="PNG", dpi=(dpi, dpi))
    return out.getvalue()
