"""Plans: how records with one set of columns are read, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from formgen.data.columns import Columns, twice
from formgen.data.readers import Reader
from formgen.data.refusal import Refusal
from formgen.data.sheet_id import SaidBy
from formgen.dataclass import dataclass

Unknown: TypeAlias = Literal["error", "ignore"]
Trouble: TypeAlias = tuple[str, str, Refusal]
"""What is wrong with a cell: its column, its field (the column again if it has none), and what."""

_MOST_PLANS = 256
"""How many plans are remembered; the records of a table all share one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How records with one set of columns are read: (column, field, reader), in the form's order.

    `columns` is the column of each field that the data holds, and `given` that of the computed
    fields among them. `problems` are the columns that cannot be bound, `elsewhere` those of fields
    that only other sheets have, each with its field. `said` gives sheets of such records their ids.
    """

    steps: tuple[tuple[str, str, Reader], ...]
    columns: Mapping[str, str]
    given: Mapping[str, str]
    problems: tuple[Trouble, ...]
    elsewhere: tuple[tuple[str, str], ...] = ()
    said: SaidBy = SaidBy(())


class Planner:
    """Makes plans and remembers them."""

    def __init__(
        self,
        columns: Columns,
        readers: Mapping[str, Reader],
        unknown: Unknown,
        elsewhere: Columns | None = None,
    ) -> None:
        self._columns = columns
        self._readers = readers
        self._unknown = unknown
        self._elsewhere = elsewhere
        self._plans: dict[tuple[str, ...], Plan] = {}

    def plan(self, columns: tuple[str, ...]) -> Plan:
        """Return the plan for records with these columns."""
        plan = self._plans.get(columns)
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[columns] = self._made(columns)
        return plan

    def refused(self, columns: Sequence[str], unknown: Unknown = "error") -> list[Trouble]:
        """Return the columns that cannot be bound, and why; unknown ones too unless ignored."""
        return self._assigned(columns, unknown)[1]

    def field_of(self, column: str) -> str | None:
        """Return the field of a column, on this sheet or on others; None if there is none.

        Raises Refusal if several fields share the label.
        """
        name = self._columns.field_of(column)
        if name is None and self._elsewhere:
            return self._elsewhere.field_of(column)
        return name

    def _made(self, columns: tuple[str, ...]) -> Plan:
        of_field, problems = self._assigned(columns, self._unknown)
        absent = [name for name in of_field if name not in self._columns.names]
        single = {name: c[0] for name, c in of_field.items() if len(c) == 1}
        steps = [(single[n], n, read) for n, read in self._readers.items() if n in single]
        given = {
            name: c
            for name, c in single.items()
            if name not in self._readers and name not in absent
        }
        first = {name: c[0] for name, c in of_field.items()}
        elsewhere = tuple((c, name) for name in absent for c in of_field[name])
        said = SaidBy(columns)
        return Plan(tuple(steps), first, given, tuple(problems), elsewhere, said)

    def _assigned(
        self, columns: Sequence[str], unknown: Unknown
    ) -> tuple[dict[str, list[str]], list[Trouble]]:
        """Return the columns of each field, and those that cannot be bound."""
        of_field: dict[str, list[str]] = {}
        problems: list[Trouble] = []
        for column in columns:
            try:
                name = self.field_of(column)
            except Refusal as refusal:
                problems.append((column, column, refusal))
                continue
            if name is not None:
                of_field.setdefault(name, []).append(column)
            elif unknown == "error":
                problems.append((column, column, self._columns.unknown(column)))
        problems += [(c[-1], name, twice(c, name)) for name, c in of_field.items() if len(c) > 1]
        return of_field, problems
