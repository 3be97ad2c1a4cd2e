"""The manifest: what became of each record, as a CSV file that Excel opens, written as a run goes.

Its rows follow from the data alone, so a run that goes on after it was stopped finds the rows it
would write already there: as long as they are the same they stay, from the first that differs
(what was cut off when the disk was full or the process killed) they are written anew.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from formgen.batch.locks import hold
from formgen.data.formula import RISKY, neutralised
from formgen.dataclass import dataclass
from formgen.output import explained

COLUMNS = ("index", "key", "sheet_id", "file", "pages", "sha256", "state", "merged_page", "note")
"""The columns before those of the data."""

_ROWS, _SECONDS = 64, 0.5
"""After how many rows, or how long, what is gathered goes to the file."""
_BETWEEN = "\x1f"
_FORMULA = re.compile(f"{_BETWEEN}['{RISKY}]")
"""Where a cell begins that may have to be neutralised; the first one is a number."""
_LONGEST_NUMBER = 40
LONGEST_CELL = 1 << 24
"""characters; more than a reader of tables lets pass without being told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one record; the empty text is what does not apply to it."""

    index: int
    key: str
    sheet_id: str = ""
    file: str = ""
    pages: int = 0
    sha256: str = ""
    merged_page: int = 0
    note: str = ""

    @property
    def name(self) -> str:
        """The name of its file, without the folder."""
        return self.file.rpartition("/")[2]

    @property
    def state(self) -> str:
        """Whether the record was printed or rejected."""
        return "printed" if self.pages else "rejected"

    def cells(self) -> list[str]:
        """Return the cells of its row, in the order of `COLUMNS`."""
        pages, first = str(self.pages or ""), str(self.merged_page or "")
        sheet = (self.sheet_id, self.file, pages, self.sha256, self.state, first)
        return [f"{self.index}", self.key, *sheet, self.note]


class Manifest:
    """A manifest that is being written; `goes_on` keeps the rows that are there already."""

    def __init__(self, path: Path, *, goes_on: bool = False) -> None:
        """Open the manifest at `path`; raises OutputError if it cannot be written, or is being."""
        self.path = path
        self._rows = io.StringIO()
        self._writer = csv.writer(self._rows)
        self._count, self._flushed = 0, time.monotonic()
        self._file = os.fdopen(hold(path), "r+b", buffering=0)
        try:
            if not goes_on:
                self._file.truncate()
        except OSError as error:
            raise explained(error, path) from error
        self._same = goes_on
        self._before = _all_but_last(entries(path)) if goes_on else iter(())
        self._next = next(self._before, None)
        self._columns: tuple[str, ...] = ()

    def before(self, index: int) -> Entry | None:
        """Return what the manifest said of the record `index` when the run was stopped, if at all.

        Records must be asked for in their order.
        """
        while self._next is not None and self._next.index < index:
            self._next = next(self._before, None)
        return self._next if self._next is not None and self._next.index == index else None

    def begin(self, columns: Sequence[str]) -> None:
        """Write the header: the manifest's columns, then those of the data."""
        self._columns = tuple(columns)
        header = [f"{name} (data)" if name in COLUMNS else neutralised(name) for name in columns]
        self._rows.write(codecs.BOM_UTF8.decode())
        self._writer.writerow([*COLUMNS, *header])

    def add(self, entry: Entry, record: Mapping[str, object]) -> None:
        """Write the row of a record: the entry, and the record's own columns."""
        same = tuple(record) == self._columns
        said = record.values() if same else map(record.get, self._columns)
        cells = [*entry.cells(), *said]
        line = _plain_line(cells)
        if line:
            self._rows.write(line)
        else:
            self._writer.writerow(map(_cell, cells))
        self._count += 1
        if self._count >= _ROWS or time.monotonic() - self._flushed > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Have all rows in the file; raises OutputError if it cannot be written."""
        data = self._rows.getvalue().encode(errors="replace")
        self._rows.seek(0)
        self._rows.truncate()
        self._count, self._flushed = 0, time.monotonic()
        try:
            self._write(data)
        except OSError as error:
            raise explained(error, self.path) from error

    def finish(self, place: Path | None = None) -> None:
        """Have all rows on the disk, nothing behind them, and the file in its place."""
        self.flush()
        try:
            self._file.truncate()
            os.fsync(self._file.fileno())
            if place and place != self.path:
                os.replace(self.path, place)
        except OSError as error:
            raise explained(error, self.path) from error

    def close(self) -> None:
        """Close the file, as far as it is written."""
        self._file.close()

    def _write(self, data: bytes) -> None:
        start = self._file.tell()
        if self._same and self._file.read(len(data)) == data:
            return
        if self._same:
            self._same = False
            self._file.seek(start)
            self._file.truncate()
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]


def entries(path: Path) -> Iterator[Entry]:
    """Yield what the rows of the manifest at `path` say; nothing if it cannot be read."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                found = _entry(row)
                if found:
                    yield found
    except (OSError, csv.Error):
        return


def _all_but_last(found: Iterator[Entry]) -> Iterator[Entry]:
    """Yield the entries but the last, which may not be whole."""
    held: Entry | None = None
    for entry in found:
        if held:
            yield held
        held = entry


def _entry(row: Mapping[str, str | None]) -> Entry | None:
    index, pages = row.get("index") or "", row.get("pages") or ""
    if not (index.isdecimal() and len(index) + len(pages) < _LONGEST_NUMBER):
        return None
    return Entry(
        index=int(index),
        key=row.get("key") or "",
        sheet_id=row.get("sheet_id") or "",
        file=row.get("file") or "",
        pages=int(pages) if pages.isdecimal() else 0,
        sha256=row.get("sha256") or "",
    )


def _plain_line(cells: list[object]) -> str:
    """Return the line of a row whose cells are texts that stand in it as they are, else ""."""
    try:
        line = _BETWEEN.join(cells)  # type: ignore[arg-type]
    except TypeError:  # a cell that is no text, or a column that this record has not
        return ""
    if _FORMULA.search(line) or line.count(_BETWEEN) != len(cells) - 1:
        return ""
    if '"' in line or "," in line or "\n" in line or "\r" in line:  # these are quoted
        return ""
    return line.replace(_BETWEEN, ",") + "\r\n"


def _cell(value: object) -> str:
    return neutralised(value if isinstance(value, str) else _spelled(value))


def _spelled(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case bytes():
            return f"({len(value)} bytes)"
        case list() if value and all(isinstance(item, dict) for item in value):
            return f"({len(value)} rows)"
        case dict() | list() | tuple():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)
