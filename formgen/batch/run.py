"""A run, from its plan to what it has written.

plan ─▶ form ─▶ tasks ─▶ (check them all first) ─▶ print, here or in workers ─▶ outputs
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice

from formgen.batch.checking import check_all
from formgen.batch.cpus import cpus
from formgen.batch.outputs import Outputs
from formgen.batch.plan import Plan, check_plan
from formgen.batch.reading import Reader
from formgen.batch.sheets import Outcome, SheetMaker, Task
from formgen.batch.tally import Tally, Watcher

FEW = 120
"""Records that are printed sooner than workers are started."""

Made = tuple[Task, Outcome | None]


def run_batch(plan: Plan, watcher: Watcher) -> Tally:
    """Print what `plan` says and return what came of it; `watcher` is told as it happens.

    Raises UsageError for a plan that cannot be carried out, LayoutError, FontError and DataError
    for a form or data that cannot be used, and OutputError where something cannot be written.
    Records that are wrong do not raise: they are rejected.
    """
    check_plan(plan)
    printer = plan.printer(*plan.form.load_all())
    targets = plan.targets
    if targets.merge:
        printer.imposed(targets.imposition, pad_to_even=targets.pad_to_even)
    watcher.told(printer.warnings)
    maker = plan.maker(printer) if plan.targets.folder else None
    jobs = (plan.jobs or cpus()) if maker else 1
    tally = Tally()
    bind = jobs == 1 or plan.strict or plan.dry_run or bool(plan.targets.merge)
    pattern = maker.pattern if maker else None
    reader = Reader(plan, printer, pattern, watcher, tally, bind)
    if not (plan.strict or plan.dry_run):
        _print(reader, reader.tasks(), watcher, maker, jobs)
        return tally
    with closing(check_all(reader, plan.targets, keep=not plan.dry_run)) as checked:
        if not (plan.dry_run or tally.rejected):
            tasks = checked.tasks(printer if jobs == 1 else None)
            _print(reader, tasks, watcher, maker, jobs)
    return tally


def _print(
    reader: Reader,
    tasks: Iterator[Task],
    watcher: Watcher,
    maker: SheetMaker | None,
    jobs: int,
) -> None:
    with Outputs(reader.plan, reader.printer, reader, watcher) as outputs:
        if outputs.goes_on:
            tasks = (replace(task, before=outputs.before(task)) for task in tasks)
        # Workers must have ended before the folder is left in order.
        with closing(_printed(reader.plan, tasks, maker, jobs)) as printed:
            for task, made in printed:
                outputs.take(task, made)


def _printed(
    plan: Plan, tasks: Iterator[Task], maker: SheetMaker | None, jobs: int
) -> Generator[Made]:
    """Yield each task with what came of its own file, if it gets one, in their order."""
    if maker is None:
        return ((task, None) for task in tasks)
    first = list(islice(tasks, FEW)) if jobs > 1 else []
    if len(first) < FEW:
        return _here(chain(first, tasks), maker)
    return _in_workers(plan, chain(first, tasks), maker, jobs)


def _here(tasks: Iterable[Task], maker: SheetMaker) -> Generator[Made]:
    return ((task, maker.make(task)) for task in tasks)


def _in_workers(plan: Plan, tasks: Iterable[Task], maker: SheetMaker, jobs: int) -> Generator[Made]:
    from formgen.batch.workers import Workers

    with Workers(maker, plan.fresh_maker, jobs) as workers:
        yield from workers.outcomes(tasks)
