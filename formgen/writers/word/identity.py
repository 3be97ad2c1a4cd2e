"""The identity code of a page: a drawing that is there on every sheet, with gaps in it.

What all codes share, the finder patterns among it, is part of the document; a record adds the
other modules of its symbol and its two lines of figures.
"""

from __future__ import annotations

from functools import cache

from formgen.geometry import Rect
from formgen.layout.boxes import IdentitySlot, Modules, Run
from formgen.layout.identity_symbol import SIZE, identity_modules, identity_picture
from formgen.layout.quick import QuickIdentity
from formgen.units import Pt
from formgen.writers.word.build import Build
from formgen.writers.word.drawings import CAPTION_EASE, Origin, anchored, module_runs, text_box
from formgen.writers.word.gaps import Fill, Marks
from formgen.writers.word.lengths import twips
from formgen.writers.word.losses import LossKind
from formgen.writers.word.markup import escaped
from formgen.writers.word.missing import runs_of
from formgen.writers.word.paragraphs import Para

_NAME = "identity code"
_LINES = 2
_LOOKS = 256
_SAME: Pt = 0.5
"""Nearer than this, two baselines are the same."""
_FINDER = 8
"""Modules along a side of a finder pattern with its light separator."""
_ROW = (SIZE + 7) // 8 * 8
"""Bits of a row of the picture of a symbol, in which 0 is dark."""
_ALL = (1 << SIZE * _ROW) - 1
_WIDEST = 7
"""Modules that are looked up at once: 128 patterns a place."""


def identity(build: Build, index: int, slot: IdentitySlot, origin: Origin) -> str:
    """Return the drawings of an identity code, anchored at its place, with gaps for a record."""
    if build.merge is not None:
        build.losses.add(LossKind.MERGED_IDENTITY, "the identity code")
    finders = Modules(slot.rect, _finders())
    symbol = build.gap(_fill_symbol(index), index, of_code=_symbol_of_code)
    drawn = anchored(finders, build.gaps.id_text(), _NAME, origin, more=symbol)
    pitch = slot.leading
    lines = (_Figures(build, index, slot, number) for number in range(_LINES))
    figures = "".join(
        Para(build.gap(each.fill, index, of_code=each.of_code), twips(pitch)).xml()
        for each in lines
    )
    top = slot.text_y - 0.8 * pitch
    rect = Rect(slot.rect.x, top, slot.rect.w + 2 * CAPTION_EASE, pitch * _LINES + 1)
    return drawn + text_box(figures, rect, build.gaps.id_text(), _NAME, origin)


class _Figures:
    """One line of the figures under the symbol."""

    def __init__(self, build: Build, index: int, slot: IdentitySlot, number: int) -> None:
        self._build = build
        self._index = index
        self._number = number
        self._size = slot.text_size
        self._baseline = slot.text_y + number * slot.leading
        self._looks: dict[tuple[str, int], str] = {}

    def fill(self, marks: Marks, base: int) -> str:
        return "".join(
            self._run(mark.text, mark.face, mark.gaps[0] if mark.gaps else 0.0)
            for mark in runs_of(marks.get(self._index, ()))
            if abs(mark.y - self._baseline) < _SAME
        )

    def of_code(self, quick: QuickIdentity, code: str) -> str | None:
        lines = quick.lines(code)
        return self._run(*lines[self._number]) if lines else None

    def _run(self, text: str, face: str, spread: Pt) -> str:
        key = face, twips(spread)
        look = self._looks.get(key)
        if look is None:
            if len(self._looks) >= _LOOKS:
                self._looks.clear()
            sample = Run(0.0, 0.0, "", face, self._size)
            look = self._looks[key] = self._build.look(sample, spacing=spread).properties()
        return f"<w:r>{look}<w:t>{escaped(text)}</w:t></w:r>"


def _fill_symbol(index: int) -> Fill:
    def fill(marks: Marks, base: int) -> str:
        return "".join(
            _data_runs(int("".join(row.ljust(_ROW, "0") for row in mark.rows), 2) ^ _ALL)
            for mark in marks.get(index, ())
            if isinstance(mark, Modules)
        )

    return fill


def _symbol_of_code(quick: QuickIdentity, code: str) -> str | None:
    return _data_runs(int.from_bytes(identity_picture(code), "big"))


def _data_runs(picture: int) -> str:
    """Return the strokes of all modules of a picture but those of its finder patterns."""
    return "".join([strokes[picture >> low & ones] for strokes, low, ones in _places()])


def _finders() -> tuple[str, ...]:
    """Return the rows of a symbol with nothing in it but its finder patterns."""
    rows = identity_modules("0" * 20)
    far, middle = SIZE - _FINDER, SIZE - 2 * _FINDER
    return (
        *(row[:_FINDER] + "0" * middle + row[far:] for row in rows[:_FINDER]),
        *("0" * SIZE for _ in range(middle)),
        *(row[:_FINDER] + "0" * far for row in rows[far:]),
    )


class _Strokes(dict[int, str]):
    """The strokes of some modules of a row side by side, by their bits in a picture."""

    def __init__(self, row: int, column: int, count: int) -> None:
        super().__init__()
        self._row, self._column, self._count = row, column, count

    def __missing__(self, bits: int) -> str:
        dark = bits ^ ((1 << self._count) - 1)
        strokes = module_runs(self._row, f"{dark:0{self._count}b}", self._column)
        self[bits] = strokes
        return strokes


@cache
def _places() -> tuple[tuple[_Strokes, int, int], ...]:
    """Return all places outside of the finder patterns, at most `_WIDEST` modules side by side.

    With each stands where its bits end in the picture, and as many ones.
    """
    far = SIZE - _FINDER
    found = []
    for row in range(SIZE):
        start = _FINDER if row < _FINDER or row >= far else 0
        end = far if row < _FINDER else SIZE
        for column in range(start, end, _WIDEST):
            count = min(_WIDEST, end - column)
            low = (SIZE - row) * _ROW - column - count
            found.append((_Strokes(row, column, count), low, (1 << count) - 1))
    return tuple(found)
