"""Which two-byte code stands for which character, face by face.

Codes are given out while text is drawn, in order of first use, counting from 1; they are the
glyph numbers of the subset that is embedded at the end. So content can be written before the
subset is known, and two characters never share a code, even where they share a glyph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from formgen.errors import FontError
from formgen.text.face import Face

if TYPE_CHECKING:
    from formgen.text.fontbook import FontBook


class FaceCodes(dict[int, str]):
    """The codes of one face: code point → four hexadecimal digits, made as they are asked for.

    `text.translate(codes)` is the text in hexadecimal. `name` is what content streams call the
    font. Raises FontError (font-no-glyph) for a character that the face does not have: layout
    chooses faces by their characters, so this is a fault of the program and never the user's.
    """

    def __init__(self, name: str, face: Face, drawable: set[int] | None = None) -> None:
        """Make codes for `face`; `drawable` are characters known to be in it, and grows."""
        super().__init__()
        self.name = name
        self.face = face
        self._drawable = set() if drawable is None else drawable

    def __missing__(self, code_point: int) -> str:
        if code_point not in self._drawable:
            self._look(code_point)
        code = self[code_point] = f"{len(self) + 1:04X}"
        return code

    def _look(self, code_point: int) -> None:
        if not self.face.glyph_id(code_point):
            message = f"{self.face.key} was given U+{code_point:04X}, which it cannot draw"
            raise FontError.of("font-no-glyph", message)
        self._drawable.add(code_point)

    def characters(self) -> str:
        """Return the characters that have a code; the first has code 1."""
        return "".join(map(chr, self))


class FontCodes:
    """The codes of all faces that a document uses; faces are named F1, F2, … as they come."""

    def __init__(
        self, book: FontBook, drawable: dict[str, set[int]] | None = None, before: int = 0
    ) -> None:
        """Make codes for the faces of `book`; `drawable` is kept between files, and grows.

        `before` is how many fonts have names already.
        """
        self._book = book
        self._before = before
        self._drawable = {} if drawable is None else drawable
        self._faces: dict[str, FaceCodes] = {}

    def of(self, key: str) -> FaceCodes:
        """Return the codes of the face called `key`."""
        codes = self._faces.get(key)
        if codes is None:
            name = f"F{self._before + len(self._faces) + 1}"
            codes = self._faces[key] = FaceCodes(
                name, self._book.face(key), self._drawable.setdefault(key, set())
            )
        return codes

    def of_text(self, key: str, text: str) -> FaceCodes:
        """Return the codes in which `text` is written, in the face called `key`."""
        return self.of(key)

    def __iter__(self) -> Iterator[FaceCodes]:
        return iter(self._faces.values())


class FurtherCodes(FontCodes):
    """The codes of a file in which some fonts are embedded already, and of those that it adds.

    A text is written in an embedded font that has all its characters. Those fonts stay as they
    are and are not iterated over.
    """

    def __init__(
        self, book: FontBook, drawable: dict[str, set[int]], embedded: Mapping[str, FaceCodes]
    ) -> None:
        """Make codes beside those of `embedded`, by the keys of their faces."""
        super().__init__(book, drawable, len(embedded))
        self._embedded = embedded

    def of_text(self, key: str, text: str) -> FaceCodes:
        """Return the codes of an embedded font if it has all of `text`, else those of a new one."""
        codes = self._embedded.get(key)
        if codes is not None and all(map(codes.keys().__contains__, map(ord, text))):
            return codes
        return self.of(key)
