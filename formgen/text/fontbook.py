"""The font book: which face draws a character, and how wide it is.

A chain of faces is asked in order for each character. The face of last resort (HanaMinB, 30 MB of
rare characters) is opened only when a character asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Diagnostics, Place
from formgen.errors import FontError
from formgen.shipped import shipped_folder
from formgen.text.characters import (
    FULL_WIDTH_CLOSING,
    FULL_WIDTH_OPENING,
    INLINE_BOX,
    WESTERN_MARKS,
    western_marks,
)
from formgen.text.face import Face
from formgen.text.prepare import prepare
from formgen.text.spacing import HANG, adjustments
from formgen.units import Pt

_REGULAR, _BOLD = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"
_LATIN_REGULAR, _LATIN_BOLD = "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"
_LAST_RESORT = "HanaMinB.ttf"
_ENDINGS = frozenset({".ttf", ".ttc", ".otf"})
_NOT_DRAWN = frozenset(INLINE_BOX + "\n")
_HALF_EM = 0.52
"""em; marks in bold faces reach a little into the other half."""
_NARROW = 0.9
"""em; quotes and ellipses of Western text are narrower, those of Chinese text an em wide."""
_CJK_LANGUAGES = ("zh", "ja")


@dataclass(frozen=True, slots=True)
class Glyph:
    """Which face draws a character ("" if none does) and its advance in em."""

    face: str
    advance: float


ABSENT = Glyph("", 1.0)


class FontBook:
    """Faces in order of preference; bold text asks the bold faces first, then the regular ones.

    Quotes and ellipses are those of the text around them: in Western text the first face counts
    that has narrow ones. In a book for another language than Chinese and Japanese all are.
    Nothing in a book changes but its caches, so threads may share one.
    """

    def __init__(
        self,
        regular: Sequence[Face],
        bold: Sequence[Face] = (),
        missing: Literal["error", "box"] = "error",
        *,
        last_resort: Callable[[], Sequence[Face]] | None = None,
        warnings: Sequence[Diagnostic] = (),
        western: bool = False,
    ) -> None:
        """Make a book; of faces with the same key the first counts.

        `missing` says what a character that no face has shall be: an error, or a box on paper.
        `last_resort` opens further faces once a character is in none of the others. `warnings`
        are what was noticed while the faces were opened. `western` says that all quotes and
        ellipses are Western ones. Raises FontError (font-none) without a face.
        """
        if not regular and not bold:
            raise FontError.of("font-none", "there is no face to set text in")
        self.missing: Literal["error", "box"] = missing
        self.warnings = tuple(warnings)
        self.western = western
        self._faces = {face.key: face for face in reversed((*regular, *bold))}
        self._chains = tuple(
            tuple(self._faces[key] for key in dict.fromkeys(face.key for face in chain))
            for chain in (regular or bold, (*bold, *regular))
        )
        self._last_resort = last_resort
        self._late_faces: dict[str, Face] | None = None
        self._glyphs: tuple[dict[str, Glyph], dict[str, Glyph]] = ({}, {})
        self._advances: tuple[dict[str, float], dict[str, float]] = ({}, {})
        self._narrow: tuple[dict[str, Glyph], dict[str, Glyph]] = ({}, {})
        self._blank: dict[tuple[str, str], bool] = {}

    @property
    def faces(self) -> tuple[Face, ...]:
        """All faces, the regular ones first, those of last resort at the end (opened by this)."""
        chain = (*self._chains[0], *self._chains[1], *self._late().values())
        return tuple({face.key: face for face in chain}.values())

    def in_language(self, lang: str) -> FontBook:
        """Return the book that sets text of a language (a tag like zh-CN) in the same faces."""
        western = lang.lower().split("-")[0] not in _CJK_LANGUAGES
        if western == self.western:
            return self
        regular, bold = self._chains
        return FontBook(
            regular,
            bold,
            self.missing,
            last_resort=self._late_list,
            warnings=self.warnings,
            western=western,
        )

    def joined(self, other: FontBook) -> FontBook:
        """Return the book that has the faces of `other`, too, in which its text can be drawn.

        Raises FontError if a face of `other` has the key of another one here.
        """
        if other._faces.keys() <= self._faces.keys() and not self._differing(other):
            return self
        for face in self._differing(other):
            message = (
                f"the face {face.key} is another one than that in {self.face(face.key).source}"
            )
            raise FontError.of("font-differs", message, Place(file=face.source))
        return FontBook(
            (*self._chains[0], *other._chains[0]),
            (*self._chains[1], *other._chains[1]),
            self.missing,
            last_resort=self._late_list,
            warnings=(*self.warnings, *other.warnings),
            western=self.western,
        )

    def _differing(self, other: FontBook) -> list[Face]:
        """Return the faces of `other` that are called as others here."""
        return [
            face
            for key, face in other._faces.items()
            if key in self._faces and not self._faces[key].is_same(face)
        ]

    def face(self, key: str) -> Face:
        """Return the face with this key; KeyError if the book has none."""
        found = self._faces.get(key)
        return found if found is not None else self._late()[key]

    def glyph(self, char: str, bold: bool = False) -> Glyph:
        """Return which face draws a character on its own; `ABSENT` if none does."""
        cache = self._glyphs[bold]
        found = cache.get(char)
        if found is None:
            narrow = self.western and char in WESTERN_MARKS
            found = self._find_narrow(char, bold) if narrow else self._find(char, bold)
            cache[char] = found
        return found

    def glyphs(self, text: str, bold: bool = False) -> list[Glyph]:
        """Return which face draws each character of `text` where it stands."""
        found = [self.glyph(char, bold) for char in text]
        if not self.western:
            for place in western_marks(text):
                found[place] = self._narrow_glyph(text[place], bold)
        return found

    def has(self, char: str, bold: bool = False) -> bool:
        """Whether some face draws the character."""
        return bool(self.glyph(char, bold).face)

    def advances(self, text: str, bold: bool = False) -> list[float]:
        """Return the advance of each character in em, without what pairs gain or lose."""
        if not WESTERN_MARKS.isdisjoint(text):
            return [glyph.advance for glyph in self.glyphs(text, bold)]
        cache = self._advances[bold]
        try:
            return [cache[char] for char in text]
        except KeyError:
            cache.update({char: self.glyph(char, bold).advance for char in set(text)})
            return [cache[char] for char in text]

    def adjustments(
        self, text: str, bold: bool = False, faces: Sequence[str] | None = None
    ) -> list[float]:
        """Return `spacing.adjustments` in em, less those that these faces have no room for.

        Punctuation is drawn together only where the blank half is really there, which differs
        between faces (proportional quotes, marks in the middle of the em). `faces` are the keys of
        those that draw each character, where that is settled.
        """
        added = adjustments(text)
        if min(added, default=0.0) >= 0:
            return added
        drawn = faces or [glyph.face for glyph in self.glyphs(text, bold)]
        for i, value in enumerate(added):
            if value < 0 and not self._has_blank_half(text, drawn, i):
                added[i] = 0.0
        return added

    def hang(self, char: str, bold: bool = False, face: str | None = None) -> float:
        """Return the em that a line may save when `char` is its last, in the face that draws it."""
        if char not in FULL_WIDTH_CLOSING:
            return 0.0
        key = self.glyph(char, bold).face if face is None else face
        return HANG if self._is_blank(char, key, closing=True) else 0.0

    def width(self, text: str, size: Pt, bold: bool = False) -> Pt:
        """Return the width of `text` on one line in points, pairs adjusted; `size` in points."""
        total = sum(self.advances(text, bold))
        if not text.isascii():
            total += sum(self.adjustments(text, bold)[:-1])
        return total * size

    def missing_characters(self, text: str) -> list[str]:
        """Return the characters that no face draws, each once, in their order.

        What `prepare` replaces or leaves out, newlines and inline boxes are not missing.
        """
        drawn = dict.fromkeys(prepare(text, self.has))
        return [char for char in drawn if char not in _NOT_DRAWN and not self.has(char)]

    def _late(self) -> dict[str, Face]:
        if self._late_faces is None:
            faces = self._last_resort() if self._last_resort else ()
            self._late_faces = {face.key: face for face in faces}
        return self._late_faces

    def _late_list(self) -> tuple[Face, ...]:
        return tuple(self._late().values())

    def _narrow_glyph(self, char: str, bold: bool) -> Glyph:
        found = self._narrow[bold].get(char)
        if found is None:
            found = self._narrow[bold][char] = self._find_narrow(char, bold)
        return found

    def _find_narrow(self, char: str, bold: bool) -> Glyph:
        """Return the first narrow glyph of a mark, else what draws it anyhow."""
        code_point = ord(char)
        narrow = (face for face in self._chains[bold] if face.advance(code_point) < _NARROW)
        return _first_glyph(narrow, code_point) or self._find(char, bold)

    def _find(self, char: str, bold: bool) -> Glyph:
        if char in _NOT_DRAWN:
            return ABSENT
        code_point = ord(" " if char == "\t" else char)
        return (
            _first_glyph(self._chains[bold], code_point)
            or _first_glyph(self._late().values(), code_point)
            or ABSENT
        )

    def _has_blank_half(self, text: str, faces: Sequence[str], i: int) -> bool:
        if text[i] in FULL_WIDTH_OPENING:
            return self._is_blank(text[i + 1], faces[i + 1], closing=False)
        return self._is_blank(text[i], faces[i], closing=True)

    def _is_blank(self, char: str, face: str, *, closing: bool) -> bool:
        """Whether the half of the em behind the ink (before it, for opening marks) is blank."""
        found = self._blank.get((char, face))
        if found is None:
            found = self._blank[char, face] = bool(face) and self._look(char, face, closing)
        return found

    def _look(self, char: str, key: str, closing: bool) -> bool:
        face = self.face(key)
        advance = face.advance(ord(char))
        left, right = (edge / face.units_per_em for edge in face.ink(face.glyph_id(ord(char))))
        if advance < _NARROW:
            return False
        return right <= _HALF_EM if closing else left >= advance - _HALF_EM


def _first_glyph(chain: Iterable[Face], code_point: int) -> Glyph | None:
    """Return the glyph of the first face that has the character, or None."""
    for face in chain:
        if face.glyph_id(code_point):
            return Glyph(face.key, face.advance(code_point))
    return None


def load_book(
    extra: Sequence[Path | bytes] = (),
    *,
    missing: Literal["error", "box"] = "error",
    folder: Path | None = None,
) -> FontBook:
    """Return a book of the user's faces and, after them, the shipped ones.

    `extra` are font files, folders of font files (.ttf, .ttc, .otf by name, not the folders
    within) and the bytes of font files. They come before Noto Sans SC, in the order given: a
    regular face before its Regular, a bold one before its Bold. Noto Sans has the letters of Latin,
    Greek and Cyrillic that Noto Sans SC lacks; HanaMinB is the last resort. A file that is named
    must be usable; an unusable one in a folder is a warning in `book.warnings`. `folder` stands in
    for the folder of the shipped fonts. Raises FontError with everything that is wrong with the
    named files.
    """
    shipped = folder or shipped_folder("fonts")
    gathered = Diagnostics()
    users = _open_extra(extra, gathered)
    FontError.raise_if(gathered)
    return FontBook(
        regular=[*(f for f in users if not f.bold), *_opened(shipped, _REGULAR, _LATIN_REGULAR)],
        bold=[*(f for f in users if f.bold), *_opened(shipped, _BOLD, _LATIN_BOLD)],
        missing=missing,
        last_resort=partial(Face.open_all, shipped / _LAST_RESORT),
        warnings=tuple(gathered),
    )


def _opened(folder: Path, *names: str) -> Iterator[Face]:
    return (Face.open(folder / name) for name in names)


def _open_extra(extra: Iterable[Path | bytes], gathered: Diagnostics) -> list[Face]:
    """Return the faces of the files and folders, each key once; what is wrong is gathered."""
    faces: dict[str, Face] = {}
    for source in extra:
        for face in _open_source(source, gathered):
            first = faces.setdefault(face.key, face)
            if first is not face and (first.path != face.path or not face.path):
                message = f"the face {face.key} is in {first.source} already; this one is not used"
                gathered.warning("font-duplicate", message, Place(file=face.source))
            elif face.variable:
                _warn_of_variable(face, gathered)
    return list(faces.values())


def _open_source(source: Path | bytes, gathered: Diagnostics) -> Sequence[Face]:
    if isinstance(source, Path) and source.is_dir():
        return _open_folder(source, gathered)
    return _open_file(source, gathered)


def _open_file(source: Path | bytes, gathered: Diagnostics) -> tuple[Face, ...]:
    try:
        return Face.open_all(source)
    except FontError as error:
        gathered.extend(error.diagnostics)
        return ()


def _open_folder(folder: Path, gathered: Diagnostics) -> list[Face]:
    """Return the faces of a folder's font files, sorted by name; unusable files are warnings."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS)
    except OSError as error:
        message = f"the font folder cannot be read: {error.strerror}"
        gathered.error("font-unreadable", message, Place(file=str(folder)))
        return []
    found = Diagnostics()
    faces = [face for file in files for face in _open_file(file, found)]
    for problem in found:
        gathered.warning(problem.code, problem.message, problem.place, problem.hint)
    if not faces:
        message = "the folder has no font file that can be used"
        gathered.warning("font-folder-empty", message, Place(file=str(folder)))
    return faces


def _warn_of_variable(face: Face, gathered: Diagnostics) -> None:
    message = f"{face.family} is a variable font; only its default style ({face.style}) is set"
    hint = "use the static fonts of the family"
    gathered.warning("font-variable", message, Place(file=face.source), hint)
