"""What a run has done so far, and who is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic


@dataclass(slots=True)
class Tally:
    """How many records a run has been through, and what came of them.

    `read` counts the records of the data, those not chosen too; `checked` those that were found
    fit to print before the first was, where that is asked for. `kept` are the files among
    `files` that a stopped run had printed already. `merged_pages` are the pages of the merged
    file.
    """

    read: int = 0
    checked: int = 0
    sheets: int = 0
    pages: int = 0
    files: int = 0
    kept: int = 0
    rejected: int = 0
    merged_pages: int = 0


class Watcher(Protocol):
    """Is told what happens while a run goes on."""

    def told(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Take what is wrong with a record, or with the run."""
        ...

    def moved(self, tally: Tally) -> None:
        """Take note that a record is done."""
        ...
