"""Where the records of a merge come from: a file, standard input or a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from formgen.dataclass import dataclass
from formgen.diagnostics import Place

if TYPE_CHECKING:
    from formgen.data.sources import Records


@dataclass(frozen=True, slots=True)
class Source:
    """What is read, and how; see `formgen.data.sources.open_records`."""

    source: str
    kind: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    query: str | None = None

    def records(self) -> Records:
        """Return the records one by one; raises DataError or UsageError if they cannot be read."""
        from formgen.data.sources import open_records

        return open_records(
            self.source, kind=self.kind, encoding=self.encoding, sheet=self.sheet, query=self.query
        )

    @property
    def file(self) -> Path | None:
        """The data file, if it is one."""
        path = Path(self.source)
        return path if self.source != "-" and path.is_file() else None

    @property
    def place(self) -> Place:
        """What diagnostics call the data; an address may have a password in it."""
        return Place(self.source if self.file else "stdin" if self.source == "-" else "")
