"""What `formgen batch` says on stderr: what is wrong, how far it is, and how it ended."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

import click

from formgen.cli.errors import tell
from formgen.diagnostics import Diagnostic

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from formgen.batch.plan import Plan
    from formgen.batch.tally import Tally

MOST_TOLD = 20
"""Diagnostics that are shown; a data file can be wrong in each of its rows."""

_SECONDS = 0.1
_LINED = ("csv", "tsv", "jsonl", "ndjson")
"""Kinds of data of which a line is about a record."""


class Report:
    """Tells a person how a run goes on. Silent but for what is wrong if `quiet`, or not watched."""

    def __init__(self, plan: Plan, *, quiet: bool) -> None:
        self._plan, self._quiet = plan, quiet
        self._begun = time.monotonic()
        self._told = 0
        self._tally: Tally | None = None
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._shown = 0.0

    def __enter__(self) -> Report:
        if not self._quiet and sys.stderr.isatty():
            self._progress = _bar()
            self._task = self._progress.add_task("", total=_expected(self._plan), rejected="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._progress:
            with contextlib.suppress(OSError):
                self._progress.stop()
        self._tell_how_many()

    def told(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Show diagnostics, as long as there are not too many."""
        for diagnostic in diagnostics:
            self._told += 1
            if self._told <= MOST_TOLD:
                self._above_the_bar(diagnostic)

    def moved(self, tally: Tally) -> None:
        """Show how far the run is, ten times a second at most."""
        self._tally = tally
        if self._progress is None or time.monotonic() - self._shown < _SECONDS:
            return
        self._show(tally)

    def stopped(self) -> None:
        """Say that the run was stopped, and how it is finished."""
        done = f" after {_counted(self._tally.sheets, 'sheet')}" if self._tally else ""
        click.echo(f"stopped{done}", err=True)
        if self._plan.targets.folder and self._tally and not self._plan.dry_run:
            click.echo("the same command with --resume finishes the run", err=True)

    def finished(self, tally: Tally) -> None:
        """Say in one line what came of the run."""
        if self._quiet:
            return
        seconds = time.monotonic() - self._begun
        if self._plan.dry_run or (self._plan.strict and tally.rejected):
            line = f"{_counted(tally.read, 'record')} checked, {tally.rejected:,} rejected"
            line += "; nothing was written"
        else:
            line = f"{_said(tally)} in {seconds:.1f} s{_where(self._plan, tally)}"
        click.echo(line, err=True)

    def _above_the_bar(self, diagnostic: Diagnostic) -> None:
        if self._progress and self._progress.live.is_started:
            self._progress.console.print(str(diagnostic), markup=False, highlight=False)
        else:
            tell([diagnostic])

    def _show(self, tally: Tally) -> None:
        assert self._progress is not None
        assert self._task is not None
        if not self._progress.live.is_started:
            self._progress.start()
        rejected = f"{tally.rejected:,} rejected" if tally.rejected else ""
        if tally.checked:
            self._progress.update(self._task, total=tally.checked)
        done = tally.sheets if tally.checked else tally.read
        self._progress.update(self._task, completed=done, rejected=rejected)
        self._progress.refresh()
        self._shown = time.monotonic()

    def _tell_how_many(self) -> None:
        more = self._told - MOST_TOLD
        if more <= 0:
            return
        path = self._plan.targets.rejects
        written = path and (self._plan.targets.rejects_at or not self._plan.dry_run)
        written = written and not (self._plan.strict and not self._plan.targets.rejects_at)
        tail = f"; {path} has them all" if written else "; --rejects FILE writes them all"
        click.echo(f"{_counted(more, 'problem')} more{tail}", err=True)


def _bar() -> Progress:
    """Return a bar without a thread of its own: workers are forked while it stands."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: object) -> Text:
            speed = getattr(task, "speed", None) or 0
            return Text(f"{speed:,.0f}/s")

    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[rejected]}"),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )


def _expected(plan: Plan) -> int | None:
    """Return about how many records the data has, if that is soon known: its lines."""
    file = plan.data.file
    kind = plan.data.kind or (file.suffix.lower().lstrip(".") if file else "")
    if file is None or kind not in _LINED:
        return None
    with file.open("rb") as stream:
        lines = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    return max(lines - (kind in ("csv", "tsv")), 1)


def _said(tally: Tally) -> str:
    pages = tally.pages if tally.files else tally.merged_pages or tally.pages
    parts = [_counted(tally.sheets, "sheet"), _counted(pages, "page")]
    if tally.files:
        kept = f" ({tally.kept:,} kept)" if tally.kept else ""
        parts.append(_counted(tally.files, "file") + kept)
    return ", ".join([*parts, f"{tally.rejected:,} rejected"])


def _where(plan: Plan, tally: Tally) -> str:
    targets = plan.targets
    places = [str(targets.folder)] if targets.folder else []
    if tally.merged_pages:
        places.append(str(targets.merged or "standard output"))
    rejects = f"; rejects in {targets.rejects}" if tally.rejected and targets.rejects else ""
    said = targets.workbook or targets.manifest
    manifest = f"; manifest {said}" if said else ""
    return f" → {' and '.join(places)}{manifest}{rejects}" if places else f"{manifest}{rejects}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
