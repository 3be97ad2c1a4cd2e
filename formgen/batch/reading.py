"""The records that a run prints: read one by one, their columns told of once, and chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from typing import IO, TYPE_CHECKING

from formgen.batch.plan import Plan
from formgen.batch.sheets import Task
from formgen.batch.tally import Tally, Watcher
from formgen.data.refusal import quote
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Diagnostics, Place, Severity
from formgen.errors import DataError
from formgen.output import unsaved
from formgen.printing import Printer

if TYPE_CHECKING:
    from formgen.batch.pattern import Pattern
    from formgen.data.select import Selection
    from formgen.data.sources import RawRecord
    from formgen.model.values import Values

_IN_MEMORY = 8 << 20


@dataclass(slots=True)
class Reader:
    """Reads the data of a plan. With `bind` the tasks come with their values checked.

    `columns` are those of the data, or of its first record, once that is read.
    """

    plan: Plan
    printer: Printer
    pattern: Pattern | None
    watcher: Watcher
    tally: Tally
    bind: bool
    columns: tuple[str, ...] = ()
    _seen: set[tuple[str, ...]] = field(default_factory=set)
    _told: set[Diagnostic] = field(default_factory=set)
    _checks: list[Callable[[tuple[str, ...]], None]] = field(default_factory=list)

    def tasks(self) -> Iterator[Task]:
        """Yield a task for each chosen record, numbered in the order in which they are printed.

        Raises DataError if the data cannot be read or its columns do not fit the form, UsageError
        if the choice or the pattern asks for what the data does not have.
        """
        choice = self.plan.choice
        if choice.where or choice.sort or choice.limit is not None:
            yield from self._chosen()
            return
        for position, raw in self._records():
            bound = self.printer.bound(raw, position) if self.bind else None
            yield Task(position + 1, position, raw, None, bound)

    def _chosen(self) -> Iterator[Task]:
        """Yield the chosen tasks. A record that cannot be told is among them, to be rejected."""
        from formgen.data.select import Selection

        choice, fields = self.plan.choice, self.printer.binder().fields
        condition = Selection(choice.where, fields=fields)
        order = Selection(None, choice.sort, choice.limit, fields)
        self._checks += [condition.check, order.check]
        tasks = (
            Task(0, position, raw, None, self.printer.bound(raw, position))
            for position, raw in self._records()
        )
        kept = (task for task in tasks if _accepted(task, condition))
        for index, task in enumerate(order.chosen(kept, _pair), 1):
            yield replace(task, index=index)

    def _records(self) -> Iterator[tuple[int, RawRecord]]:
        """Yield each record of the data with its position."""
        with self.plan.data.records(self.printer) as records:
            if records.columns:
                self._begin(records.columns)
                self._look_at(records.columns, self.plan.data.place, of_table=True)
            for position, raw in enumerate(records):
                if not (records.columns or raw.problems):
                    self._look_at(tuple(raw.values), replace(raw.place, line=0), of_table=False)
                    self._look_at_lists(raw)
                self.tally.read += 1
                yield position, raw
        self._look_at_renamed()
        if not self.tally.read:
            message, place = "the data holds no records", self.plan.data.place
            self.watcher.told([Diagnostic("no-records", message, place, "", Severity.WARNING)])

    def _look_at_renamed(self) -> None:
        """Warn of a column to map that no record had; of a table its absence is an error."""
        seen = {column for columns in self._seen for column in columns}
        for column, name in self.plan.data.rename:
            if self._seen and column not in seen:
                message = f"no record has {quote(column)}, which --map gives to {quote(name)}"
                place = self.plan.data.place
                found = Diagnostic("missing-column", message, place, "", Severity.WARNING)
                self.watcher.told([found])

    def _begin(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        if self.pattern:
            self.pattern.check(columns)
        for check in self._checks:
            check(columns)

    def _look_at(self, columns: tuple[str, ...], place: Place, *, of_table: bool) -> None:
        """Tell what is wrong with columns that were not seen before.

        All rows of a table have the same; what one object lacks another may have, and what is
        wrong with its columns is wrong with that record alone.
        """
        if columns in self._seen:
            return
        if not self._seen:
            self._begin(columns)
        self._seen.add(columns)
        found = self.printer.binder(place.file).column_problems(columns, place)
        errors = Diagnostics()
        errors.extend(found if of_table else ())
        DataError.raise_if(errors)
        self._tell(found)

    def _look_at_lists(self, raw: RawRecord) -> None:
        """Tell what the rows of a record's lists have that no field takes, once for all records."""
        binder = self.printer.binder(raw.place.file)
        if binder.lists:
            self._tell(binder.list_problems(raw.values, Place(raw.place.file)))

    def _tell(self, found: Sequence[Diagnostic]) -> None:
        """Tell the warnings that were not told before."""
        new = [d for d in found if d.severity is Severity.WARNING and d not in self._told]
        self._told.update(new)
        self.watcher.told(new)


class Spool:
    """Tasks that were checked, kept on the disk until they are printed."""

    def __init__(self) -> None:
        import tempfile

        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115

    def keep(self, task: Task) -> None:
        """Keep a task, without its checked values; raises OutputError if there is no room."""
        import pickle
        import tempfile

        try:
            pickle.dump(replace(task, bound=None), self._file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise unsaved(error, tempfile.gettempdir()) from error

    def close(self) -> None:
        """Forget the tasks."""
        self._file.close()

    def tasks(self, bind: Printer | None) -> Iterator[Task]:
        """Yield the tasks again, with their values checked by `bind` if it is given."""
        import pickle

        self._file.seek(0)
        while True:
            try:
                task: Task = pickle.load(self._file)
            except EOFError:
                return
            yield _bound(task, bind)


def _bound(task: Task, printer: Printer | None) -> Task:
    if printer is None:
        return task
    return replace(task, bound=printer.bound(task.raw, task.position))


def _accepted(task: Task, condition: Selection) -> bool:
    assert task.bound is not None
    if not task.bound.ok:
        return True
    try:
        return condition.accepts(task.bound.values, task.raw)
    except DataError as error:
        task.bound.diagnostics.extend(error.diagnostics)
        return True


def _pair(task: Task) -> tuple[RawRecord, Values]:
    assert task.bound is not None
    return task.raw, task.bound.values
