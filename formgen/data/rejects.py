"""The rejects of a run: a CSV file of the rows that were not printed, with the reason for each.

It opens in Excel (UTF-8 with a byte order mark, no cell that runs) and is read by formgen again
once its rows are mended: the column of reasons is passed over. What a source had for a row beyond
its columns stands behind the reason, so that the row is rejected again until that is put right.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from formgen.data.cells import cell_text
from formgen.data.formula import neutralised
from formgen.data.lists import PlacedRow
from formgen.data.sources.header import REASON
from formgen.data.sources.record import RawRecord
from formgen.diagnostics import Diagnostic, Severity
from formgen.output import explained

_IN_MEMORY = 1 << 20


class RejectsWriter:
    """Gathers rejected records and writes them to `path` at the end, whole or not at all.

    Nothing is written, and what is at `path` stays, if there is none. The same records give the
    same bytes. With an error inside a `with` nothing is written either.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._columns: dict[str, int] = {}
        self._rows: IO[str] | None = None

    def add(self, raw: RawRecord, diagnostics: Iterable[Diagnostic]) -> None:
        """Take a record that is not printed because of the errors among `diagnostics`.

        One that was gathered from rows of a table goes back to them, each with what is wrong in
        it. Raises OutputError if the disk is full.
        """
        for part, found in _rows(raw, diagnostics):
            self._add(part, found)
        self.count += 1

    def _add(self, raw: RawRecord, diagnostics: Iterable[Diagnostic]) -> None:
        for column in raw.values:
            self._columns.setdefault(column, len(self._columns))
        cells = {self._columns[column]: cell_text(value) for column, value in raw.values.items()}
        row = [list(cells.items()), reason(diagnostics), raw.extra]
        try:
            if self._rows is None:
                self._rows = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed by `close`
                    _IN_MEMORY, "w+", encoding="utf-8"
                )
            self._rows.write(json.dumps(row) + "\n")
        except OSError as error:
            raise explained(error, self.path) from error

    def close(self) -> None:
        """Write the file, if any record was taken; raises OutputError if it cannot be written."""
        if self._rows is None:
            return
        beside = self.path.with_name(f".{self.path.name[:32]}.{os.urandom(6).hex()}.part")
        try:
            with self._rows, _removed_if_left(beside):
                self._write(beside)
                beside.replace(self.path)
        except OSError as error:
            raise explained(error, self.path) from error
        finally:
            self._rows = None

    def discard(self) -> None:
        """Forget the records; nothing is written."""
        if self._rows is not None:
            self._rows.close()
            self._rows = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _write(self, path: Path) -> None:
        # Half of a surrogate pair, which JSON lets pass, has no bytes; its escape tells it best.
        with path.open("x", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
            # All cells in quotation marks: no program that divides at another sign finds a formula.
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow([*map(neutralised, self._columns), REASON])
            writer.writerows(self._read())
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> Iterator[list[str]]:
        assert self._rows is not None
        self._rows.seek(0)
        for line in self._rows:
            cells, why, extra = json.loads(line)
            row = [""] * len(self._columns)
            for index, text in cells:
                row[index] = neutralised(text)
            yield [*row, neutralised(why), *map(neutralised, extra)]


def _rows(
    raw: RawRecord, diagnostics: Iterable[Diagnostic]
) -> Iterator[tuple[RawRecord, Iterable[Diagnostic]]]:
    """Yield the rows of a table that a record was gathered from, else the record itself.

    What is wrong with no row of them in particular stands at the first.
    """
    name, rows = _gathered(raw)
    if not rows:
        yield raw, diagnostics
        return
    head = {column: value for column, value in raw.values.items() if column != name}
    found: dict[int, list[Diagnostic]] = {row.place.row: [] for row in rows}
    for diagnostic in diagnostics:
        found.get(diagnostic.place.row, found[rows[0].place.row]).append(diagnostic)
    for row in rows:
        yield RawRecord({**head, **row}, row.place), found[row.place.row]


def _gathered(raw: RawRecord) -> tuple[str, list[PlacedRow]]:
    """Return the list of a record that stood in a table, by name; an empty one if there is none."""
    for name, value in raw.values.items():
        if isinstance(value, list) and value and all(isinstance(v, PlacedRow) for v in value):
            return name, value
    return "", []


def reason(diagnostics: Iterable[Diagnostic]) -> str:
    """Return why a record is rejected: its errors, each behind the column or field it is in."""
    errors = [d for d in diagnostics if d.severity is Severity.ERROR]
    return "; ".join(f"{_where(d)}{d.message}" for d in errors)


def _where(diagnostic: Diagnostic) -> str:
    name = diagnostic.place.column or diagnostic.place.field
    return f"{name}: " if name else ""


@contextlib.contextmanager
def _removed_if_left(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
