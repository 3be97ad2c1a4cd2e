"""Messages as files: `.eml`, which any mail program opens, to be looked at and sent from there."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from formgen.batch.files import Folder
from formgen.batch.locks import hold
from formgen.batch.names import Names, safe_name
from formgen.batch.pattern import numbered
from formgen.batch.plan import JOURNAL
from formgen.data.refusal import Refusal, listing
from formgen.diagnostics import Diagnostic, Diagnostics, Place, Severity
from formgen.errors import UsageError
from formgen.mail.draft import Draft
from formgen.mail.plan import MailPlan
from formgen.mail.records import Columns
from formgen.mail.spool import Ready
from formgen.mail.templates import Template
from formgen.output import make_folder

_ENDING = "eml"


class MessageFolder:
    """Writes messages into a folder, each whole or not at all; raises OutputError.

    The folder is held until it is closed: no other run writes there.
    """

    def __init__(self, plan: MailPlan, columns: Columns) -> None:
        """Make the folder; raises UsageError if the pattern of names does not fit the data."""
        assert plan.folder is not None
        self._path, self._date = plan.folder, _date(plan)
        self._pattern = _pattern(plan.name, columns) if plan.name else None
        make_folder(self._path)
        self._lock = self._path / JOURNAL
        self._handle = hold(self._lock)  # a batch holds the same file
        self._folder = Folder(self._path)
        self._folder.clean()
        self._names = Names((plan.rejects.name,) if plan.rejects else ())
        self._earlier = {name for name in os.listdir(self._path) if name.endswith(f".{_ENDING}")}

    def put(self, draft: Draft, ready: Ready) -> None:
        """Write the message of a record."""
        message = draft.message(draft.digest(), self._date)
        # Mail programs that know it open the message to be sent, not as one that has come.
        message["X-Unsent"] = "1"
        staged = self._folder.stage(ready.index, message.as_bytes())
        name = self._names.take(self._name(draft, ready))
        self._folder.settle(staged, name)
        self._earlier.discard(name)

    def close(self) -> None:
        """Let go of the folder, with nothing in it that is not whole."""
        self._folder.clean()
        with contextlib.suppress(OSError):
            if not os.fstat(self._handle).st_size:  # it is no batch that was stopped here
                self._lock.unlink()
        os.close(self._handle)

    def left(self) -> list[Diagnostic]:
        """Return a warning if messages of an earlier run are still there."""
        if not self._earlier:
            return []
        message = f"messages of an earlier run are still there: {listing(sorted(self._earlier))}"
        hint = "remove them, or write each run into a folder of its own"
        place = Place(str(self._path))
        return [Diagnostic("earlier-files", message, place, hint, Severity.WARNING)]

    def _name(self, draft: Draft, ready: Ready) -> str:
        wanted, index = draft.name, ready.index
        if self._pattern:
            try:
                wanted = self._pattern.rendered(ready.raw, index)
            except Refusal as refusal:
                raise UsageError(
                    [refusal.at(Place("--name", row=ready.raw.place.row))]
                ) from refusal
        return safe_name(wanted, _ENDING, numbered(index))


def _pattern(text: str, columns: Columns) -> Template:
    template, found = Template(text, Place("--name")), Diagnostics()
    template.check(columns.names, found)
    UsageError.raise_if(found)
    return template


def _date(plan: MailPlan) -> datetime:
    """Return the date of messages: given, or when the data was last changed, so that it stays."""
    if plan.date:
        return plan.date
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC)
    file: Path | None = plan.data.file
    return datetime.fromtimestamp(int(file.stat().st_mtime), UTC) if file else datetime.now(UTC)
