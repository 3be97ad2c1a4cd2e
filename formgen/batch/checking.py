"""Checking all records before the first is printed: they are set, into a file that goes nowhere."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from formgen.batch.files import require_no_link
from formgen.batch.plan import Targets
from formgen.batch.reading import Reader, Spool
from formgen.diagnostics import Severity
from formgen.errors import LayoutError

if TYPE_CHECKING:
    from formgen.batch.sheets import Task
    from formgen.data.rejects import RejectsWriter


def check_all(reader: Reader, targets: Targets, *, keep: bool) -> Spool:
    """Check each record that `reader` has and return those to print later, if they are kept.

    What is wrong is told and counted; it goes to a file of rejects only where one is asked for.
    """
    spool = Spool()
    rejects = _rejects(targets)
    try:
        _check(reader, rejects, spool if keep else None)
        if rejects:
            rejects.close()
    except BaseException:
        spool.close()
        if rejects:
            rejects.discard()
        raise
    return spool


def _check(reader: Reader, rejects: RejectsWriter | None, spool: Spool | None) -> None:
    imposition = reader.plan.targets.imposition
    with (
        open(os.devnull, "wb") as nowhere,
        reader.printer.merged(nowhere, imposition=imposition) as stack,
    ):
        for task in reader.tasks():
            assert task.bound is not None
            if not stack.add(task.bound):
                _reject(task, reader, rejects)
            elif len(task.bound.diagnostics):
                reader.watcher.told(tuple(task.bound.diagnostics))
            if spool:
                spool.keep(task)
            reader.watcher.moved(reader.tally)
    reader.tally.checked = stack.sheets
    _tell_losses(reader)


def _tell_losses(reader: Reader) -> None:
    """Tell what the kind of file cannot say; raise LayoutError with it if the run is strict."""
    losses = reader.printer.lost()
    if reader.plan.strict and losses:
        raise LayoutError([replace(loss, severity=Severity.ERROR) for loss in losses])
    reader.watcher.told(losses)


def _rejects(targets: Targets) -> RejectsWriter | None:
    if targets.rejects_at is None:
        return None
    from formgen.data.rejects import RejectsWriter

    require_no_link(targets.rejects_at)
    return RejectsWriter(targets.rejects_at)


def _reject(task: Task, reader: Reader, rejects: RejectsWriter | None) -> None:
    assert task.bound is not None
    found = tuple(task.bound.diagnostics)
    reader.tally.rejected += 1
    reader.watcher.told(found)
    if rejects:
        rejects.add(task.raw, found)
