"""From a laid-out sheet and the marks of one record to the bytes of a PDF file.

Pages are drawn first; while text is drawn its characters get codes (`codes`), and at the end the
fonts are embedded with just these characters (`fonts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from formgen.layout.boxes import FilledPage, Sheet
from formgen.writers.pdf.codes import FontCodes
from formgen.writers.pdf.file import PdfFile
from formgen.writers.pdf.fonts import embed_fonts
from formgen.writers.pdf.images import ImageNames, embed_images
from formgen.writers.pdf.marks import draw_marks
from formgen.writers.pdf.sheet import description_of, page_marks

if TYPE_CHECKING:
    from formgen.text.fontbook import FontBook


def write_pdf(
    sheet: Sheet,
    filled: Sequence[FilledPage],
    book: FontBook,
    created: datetime | None = None,
) -> bytes:
    """Return the sheet, its slots filled with the marks of `filled` (one a page), as a PDF file.

    The creation date is `created`, else the sheet's date at 00:00 UTC, else left out. The same
    input gives the same bytes. Raises FontError (font-no-glyph) for text that its face cannot draw,
    DataError (image-unreadable) for a picture that is neither PNG nor JPEG.
    """
    file = PdfFile(description_of(sheet, created))
    codes, images = FontCodes(book), ImageNames()
    for page, fill in zip(sheet.pages, filled, strict=True):
        content = draw_marks(page_marks(page, fill), page.height, codes, images)
        file.add_page(page.width, page.height, content)
    return file.save(embed_fonts(codes, file), embed_images(images, file))
