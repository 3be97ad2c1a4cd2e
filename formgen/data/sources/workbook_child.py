"""The process in which python-calamine reads a workbook; it is run as a file, by `cells_apart`.

A workbook may be made to bring its reader down: it panics, asks for more memory than there is, or
never ends. Here it can harm nobody. What is asked comes on standard input, a line each, and is
answered on standard output; nothing of formgen is imported, so that the process is there at once.
"""

from __future__ import annotations

import io
import sys
from _pickle import dump  # without the half of `pickle` that is not needed here
from _signal import SIG_IGN, SIGINT, SIGTERM, signal  # type: ignore[import-not-found]

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all the rest
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from python_calamine import CalamineWorkbook

MOST_BYTES = 2 << 30
MOST_SECONDS = 120
_ROWS_AT_ONCE = 256
_PROTOCOL = 5


def _hold() -> None:
    """Limit what the process may take, where the system can."""
    try:
        import resource
    except ImportError:
        return
    limits = {"RLIMIT_CPU": MOST_SECONDS, "RLIMIT_AS": MOST_BYTES, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        which = getattr(resource, name)
        soft, hard = resource.getrlimit(which)
        if soft == resource.RLIM_INFINITY or soft > most:
            try:
                resource.setrlimit(which, (most, hard))
            except (OSError, ValueError):  # some systems know of a limit, and set none
                continue


def _say(*answer: object) -> None:
    dump(answer, sys.stdout.buffer, _PROTOCOL)
    sys.stdout.buffer.flush()


def _opened(path: str) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    if path:
        return CalamineWorkbook.from_filelike(open(path, "rb"))
    size = int(sys.stdin.buffer.readline())
    return CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read(size)))


def _say_sheets(book: CalamineWorkbook) -> None:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    cells, visible = SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible
    sheets = [(s.name, s.typ is cells, s.visible is visible) for s in book.sheets_metadata]
    _say("sheets", sheets)


def _say_rows(book: CalamineWorkbook, name: str) -> None:
    """Say the first column of a sheet, from 0, and its rows that hold something, by number."""
    sheet = book.get_sheet_by_name(name)
    _say("first", sheet.start[1] if sheet.start else None)
    rows: Iterable[list[Any]] = sheet.iter_rows() if sheet.start else ()
    held: list[tuple[int, list[Any]]] = []
    for number, row in enumerate(rows, 1):
        if any(cell != "" for cell in row):
            held.append((number, row))
            if len(held) == _ROWS_AT_ONCE:
                _say("rows", held)
                held = []
    _say("rows", held)
    _say("end", None)


def _serve(path: str) -> None:
    book = _opened(path)
    _say_sheets(book)
    for line in sys.stdin.buffer:
        _say_rows(book, line.decode("unicode_escape").removesuffix("\n"))


def main() -> None:
    """Answer until there are no more questions; an error is the last answer."""
    library, path = sys.argv[1:]
    sys.path.insert(0, library)
    for number in (SIGINT, SIGTERM):  # who asked for the workbook ends this process
        signal(number, SIG_IGN)
    _hold()
    try:
        _serve(path)
    except BrokenPipeError:
        pass
    except BaseException as error:  # a panic of Rust is no Exception
        _say("error", (type(error).__name__, str(error)))


if __name__ == "__main__":
    main()
