"""What a printed sheet says, as programs that are not formgen's read it."""

import io
import re
import unicodedata
import zipfile
from html import unescape

import pypdfium2

_SPACE = re.compile(r"\s+")
_SELECTORS = {0xFE0E: None, 0xFE0F: None}
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


def squeezed(text: str) -> str:
    """Return a text without white space, accents composed: where lines end is the layout's affair.

    Selectors that only tell emoji from text have no shape, and are not set.
    """
    return unicodedata.normalize("NFC", _SPACE.sub("", text).translate(_SELECTORS))


def text_of_pdf(data: bytes) -> str:
    """Return all that PDFium finds on the pages of a document, without white space.

    It gives U+FFFE for a hyphen at the end of a line; no data can have that.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
        return squeezed(text.replace("\ufffe", "-"))
    finally:
        document.close()


def text_of_word(data: bytes) -> str:
    """Return the texts of the body of a Word document, without white space."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml").decode()
    return squeezed(unescape("".join(_TEXT.findall(body))))
