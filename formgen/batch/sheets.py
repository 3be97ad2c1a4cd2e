"""Sheets as files: one task in, one outcome out. Workers and single runs do the same here."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic
from formgen.printing import Bound, Printer

if TYPE_CHECKING:
    from formgen.batch.files import Folder
    from formgen.batch.manifest import Entry
    from formgen.batch.pattern import Pattern
    from formgen.data.sources import RawRecord


@dataclass(frozen=True, slots=True)
class Task:
    """One record to print: its number from 1 among those chosen, and its position in the data.

    `before` is what a run that was stopped said of it. `bound` is the record with its checked
    values where it was bound already.
    """

    index: int
    position: int
    raw: RawRecord
    before: Entry | None = None
    bound: Bound | None = None


# One is made for each record; a tuple takes a third of the time of a frozen dataclass.
class Outcome(NamedTuple):
    """What came of one task. `pages` is 0 where the record was rejected.

    `wanted` is the name that its file shall have; `staged` the name that it has until then, empty
    where the file of the stopped run is whole and stays. `losses` is what the kind of file cannot
    say and was not met before.
    """

    key: str
    sheet_id: str
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    sha256: str = ""
    wanted: str = ""
    staged: str = ""
    losses: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetMaker:
    """Prints each record into a file of its own, staged in `folder`."""

    printer: Printer
    pattern: Pattern
    folder: Folder

    def make(self, task: Task) -> Outcome:
        """Print a record, unless its file of the stopped run is there and whole.

        Raises OutputError if the file cannot be written.
        """
        bound = task.bound or self.printer.bound(task.raw, task.position)
        if bound.ok and task.before and self._is_whole(task.before, bound):
            return self._outcome(task, bound, task.before.pages, task.before.sha256, "")
        printed = self.printer.sheet(bound)
        if printed is None:
            return Outcome(bound.values.key, "", tuple(bound.diagnostics))
        staged = self.folder.stage(task.index, printed.data)
        digest = sha256(printed.data).hexdigest()
        return self._outcome(task, bound, printed.pages, digest, staged)

    def _is_whole(self, before: Entry, bound: Bound) -> bool:
        if not before.pages or before.sheet_id != bound.values.sheet_id:
            return False
        return bool(before.sha256) and self.folder.digest(before.name) == before.sha256

    def _outcome(self, task: Task, bound: Bound, pages: int, digest: str, staged: str) -> Outcome:
        values = bound.values
        wanted = self.pattern.wanted(task.raw, values, task.index)
        found = tuple(bound.diagnostics)
        losses = self.printer.lost()
        return Outcome(values.key, values.sheet_id, found, pages, digest, wanted, staged, losses)
