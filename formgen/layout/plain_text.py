"""Texts that are measured at a glance: one face, one line, and characters without surprises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from formgen.text.characters import FULL_WIDTH_CLOSING, FULL_WIDTH_OPENING, classes
from formgen.text.fontbook import FontBook
from formgen.text.linebreak import prepare

# Ideographs and kana, what is set like them, and full-width punctuation.
_CLASSES = frozenset("IkiCO")
_CHANGED = frozenset("’‘“”…—‐")
"""Characters that `prepare` changes, or that faces draw in different widths."""
_MEETING = re.compile(f"[0-9A-Za-z]|[{FULL_WIDTH_OPENING}{FULL_WIDTH_CLOSING}]{{2}}")
"""What may gain or lose space beside Han or another mark; nothing else does."""
_MOST_KEPT = 256
_WESTERN, _HAN = "0", "中"
_NO_GAPS: Sequence[float] = ()

Measured: TypeAlias = tuple[str, float, Sequence[float]]


class PlainText:
    """Measures texts of the characters that one face draws and `prepare` leaves as they are."""

    def __init__(self, book: FontBook, bold: bool) -> None:
        self._western = _Alphabet(book, bold, _WESTERN)
        self._han = _Alphabet(book, bold, _HAN)

    def measured(self, text: str) -> Measured | None:
        """Return the face of a text, its width and the gaps after its characters, in em.

        There are no gaps where all are 0. The answer is None for a text that has to be shaped:
        several faces, several lines, a character that no face has, and the like.
        """
        alphabet = self._western if text.isascii() else self._han
        if alphabet.ideographs.issuperset(text):
            return alphabet.face, len(text), _NO_GAPS
        return alphabet.measured(text)

    def remembered(self, text: str) -> Measured | None:
        """Return what `measured` does, which soon is asked for again."""
        found = self.measured(text)
        if found is not None:
            kept = self._western.kept if text.isascii() else self._han.kept
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[text] = found
        return found

    def width(self, figures: str) -> tuple[str, float] | None:
        """Return the face of a text of figures and capitals and its width in em, as `measured`."""
        measured = self._western.measured(figures)
        return measured and measured[:2]


class _Alphabet:
    """The characters of the face that draws `sample`, looked at when they are first met."""

    def __init__(self, book: FontBook, bold: bool, sample: str) -> None:
        self._book = book
        self._bold = bold
        self.face = book.glyph(sample, bold).face
        self._advances: dict[str, float] = {}
        self._advance = self._advances.__getitem__
        self.ideographs: set[str] = set()
        self._strange: set[str] = set()
        self.kept: dict[str, Measured] = {}

    def measured(self, text: str) -> Measured | None:
        """Return what `PlainText.measured` does."""
        known = self.kept.get(text)
        if known is not None:
            return known
        try:
            width = sum(map(self._advance, text))
        except KeyError:
            if not self._learnt(text):
                return None
            width = sum(map(self._advance, text))
        if text.isascii() or not _MEETING.search(text):
            return self.face, width, _NO_GAPS
        gaps = self._book.adjustments(text, self._bold)
        if any(gaps):
            return self.face, width + sum(gaps[:-1]), gaps
        return self.face, width, _NO_GAPS

    def _learnt(self, text: str) -> bool:
        """Look at the characters of `text` and return whether all of them are known now."""
        if not self._strange.isdisjoint(text):
            return False
        for char in set(text) - self._advances.keys():
            glyph = self._book.glyph(char, self._bold)
            if glyph.face != self.face or not _is_plain(char):
                self._strange.add(char)
                return False
            self._advances[char] = glyph.advance
            if glyph.advance == 1.0 and classes(char) in "Iki":
                self.ideographs.add(char)
        return True


def _is_plain(char: str) -> bool:
    if char.isascii():
        return char.isprintable()
    unchanged = prepare(char, lambda _: True) == char and char not in _CHANGED
    return unchanged and classes(char) in _CLASSES
