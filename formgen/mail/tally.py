"""What a merge has done so far, and who is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic
from formgen.mail.draft import Draft


@dataclass(slots=True)
class Tally:
    """How many records a merge has been through, and what came of them.

    `unprinted` are records of a manifest that have no sheet; `before` were sent by an earlier run.
    `ready` are the messages to write or send, `done` those that are.
    """

    read: int = 0
    unprinted: int = 0
    rejected: int = 0
    before: int = 0
    ready: int = 0
    done: int = 0
    refused: int = 0
    unknown: int = 0

    @property
    def failed(self) -> bool:
        """Whether there is a record that did not get its message, or may not have."""
        return bool(self.rejected or self.refused or self.unknown)


class Watcher(Protocol):
    """Is told what happens while a merge goes on."""

    def told(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Take what is wrong with a record, or with the run."""
        ...

    def moved(self, tally: Tally) -> None:
        """Take note that a record is done."""
        ...

    def made(self, draft: Draft) -> None:
        """Take note of a message that is written or sent, or only checked."""
        ...
