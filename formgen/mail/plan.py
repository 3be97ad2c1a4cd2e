"""What a merge is asked to do: which records, which letter, and where the messages go."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Literal

from formgen.dataclass import dataclass
from formgen.diagnostics import Place
from formgen.errors import UsageError
from formgen.mail.letter import Letter
from formgen.mail.server import Server
from formgen.mail.source import Source

Unknown = Literal["report", "send", "skip"]


@dataclass(frozen=True, slots=True)
class MailPlan:
    """All that a merge is asked to do: messages go to files in `folder`, or to a `server`.

    `where` and `limit` choose records; see `formgen.data.select`. `interval` are the seconds
    between two messages, `date` is that of those in files, `name` the pattern of their names.
    `unknown` says what becomes of messages that may have been sent, `amended` that the letter
    may have been changed since the run began.
    """

    data: Source
    letter: Letter
    folder: Path | None = None
    server: Server | None = None
    where: str | None = None
    limit: int | None = None
    name: str = ""
    date: datetime | None = None
    interval: float = 0.0
    ledger_at: Path | None = None
    rejects_at: Path | None = None
    unknown: Unknown = "report"
    amended: bool = False
    strict: bool = False
    dry_run: bool = False

    @property
    def ledger(self) -> Path | None:
        """The ledger: beside the data, as `customers.mail.csv`; None without a server."""
        if self.server is None:
            return None
        return self.ledger_at or self._beside("mail.csv")

    @property
    def rejects(self) -> Path | None:
        """The file of rejected records: in the folder, or beside the data."""
        if self.rejects_at:
            return self.rejects_at
        return self.folder / "rejects.csv" if self.folder else self._beside("mail-rejects.csv")

    @property
    def base(self) -> Path:
        """The folder that paths in the data are in: that of the data file, else this one."""
        return self.data.file.parent if self.data.file else Path()

    def _beside(self, ending: str) -> Path | None:
        file = self.data.file
        return file.with_name(f"{file.stem}.{ending}") if file else None


def check_plan(plan: MailPlan) -> None:
    """Raise UsageError for what the run cannot do, before it begins."""
    if plan.folder and plan.server:
        message = "--out writes files and --smtp sends; it is one or the other"
        raise UsageError.of("given-twice", message)
    if not (plan.folder or plan.server or plan.dry_run):
        hint = "--out DIR writes files, --smtp URL sends them, --dry-run only checks"
        raise UsageError.of("no-output", "it is not said where the messages go", hint=hint)
    if plan.server and plan.ledger is None:
        message = "there is no file beside which the ledger could be"
        raise UsageError.of("no-ledger", message, hint="name it: --ledger FILE")
    if plan.name and not plan.folder:
        raise UsageError.of("no-folder", "--name names the files of --out DIR")
    _require_other_files(plan)


def _require_other_files(plan: MailPlan) -> None:
    """Raise UsageError if the run would write over its data, or one file over another."""
    seen = {os.path.realpath(plan.data.file): "the data"} if plan.data.file else {}
    for what, path in (("the ledger", plan.ledger), ("the file of rejects", plan.rejects)):
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in seen:
            message = f"{what} would be written over {seen[real]}"
            raise UsageError.of("same-file", message, Place(str(path)), "name another file")
        seen[real] = what
