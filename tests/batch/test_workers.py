import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from formgen.batch import workers
from formgen.batch.files import Folder
from formgen.batch.plan import Plan
from formgen.batch.sheets import Outcome, SheetMaker, Task
from formgen.batch.workers import CHUNK, Workers
from formgen.data.sources import RawRecord
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Place
from formgen.errors import OutputError


@pytest.fixture
def maker(plan: Plan) -> SheetMaker:
    Path("out").mkdir()
    return plan.fresh_maker()


def tasks(count: int) -> Iterator[Task]:
    for index in range(1, count + 1):
        yield Task(index, index - 1, RawRecord({"姓名": f"甲{index}"}))


@dataclass(frozen=True, slots=True)
class Broken(SheetMaker):
    """A maker that ends its process, as the system does when memory runs out, or fails."""

    how: str = ""

    def make(self, task: Task) -> Outcome:
        if task.index == CHUNK + 2:
            if self.how == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.how == "full":
                raise OutputError.of("disk-full", "cannot write the file: the disk is full")
            raise ZeroDivisionError("a fault")
        return SheetMaker.make(self, task)


def broken(maker: SheetMaker, how: str) -> Broken:
    return Broken(maker.printer, maker.pattern, maker.folder, how)


def test_outcomes_come_in_the_order_of_their_tasks(plan: Plan, maker: SheetMaker) -> None:
    count = 5 * CHUNK + 3
    with Workers(maker, plan.fresh_maker, 2) as pool:
        done = list(pool.outcomes(tasks(count)))
    assert [task.index for task, _ in done] == list(range(1, count + 1))
    assert [outcome.staged for _, outcome in done] == [
        f".formgen-{index}.part" for index in range(1, count + 1)
    ]


def test_what_is_wrong_with_a_record_goes_to_its_worker_and_back(
    plan: Plan, maker: SheetMaker
) -> None:
    place = Place("a.csv", row=7)
    problem = Diagnostic("cell-count", "the row has 3 cells; the header has 2", place)
    task = Task(1, 0, RawRecord({"姓名": "甲"}, place, (problem,), ("more",)))
    with Workers(maker, plan.fresh_maker, 1) as pool:
        ((same, outcome),) = pool.outcomes([task])
    assert same == task
    assert outcome.diagnostics == (problem,)


def test_no_more_than_a_few_chunks_are_read_ahead(plan: Plan, maker: SheetMaker) -> None:
    taken = 0

    def counted() -> Iterator[Task]:
        nonlocal taken
        for task in tasks(20 * CHUNK):
            taken += 1
            yield task

    with Workers(maker, plan.fresh_maker, 2) as pool:
        next(pool.outcomes(counted()))
    assert taken <= 5 * CHUNK


def test_workers_that_cannot_be_forked_make_the_same(
    plan: Plan, maker: SheetMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_may_fork", lambda: False)
    with Workers(maker, plan.fresh_maker, 1) as pool:
        spawned = [outcome for _, outcome in pool.outcomes(tasks(3))]
    assert spawned == [maker.make(task) for task in tasks(3)]


def test_a_form_that_another_process_cannot_load_is_its_error(
    plan: Plan, maker: SheetMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_may_fork", lambda: False)
    gone = replace(plan, form=replace(plan.form, form="gone"))
    with Workers(maker, gone.fresh_maker, 1) as pool, pytest.raises(Exception, match="no form"):
        list(pool.outcomes(tasks(1)))


def test_a_worker_that_dies_is_an_error_and_no_hang(plan: Plan, maker: SheetMaker) -> None:
    dying = broken(maker, "killed")
    with Workers(dying, plan.fresh_maker, 2) as pool, pytest.raises(OutputError) as caught:
        list(pool.outcomes(tasks(6 * CHUNK)))
    assert str(caught.value).startswith("error[worker-died]: a worker process ended by signal 9\n")


def test_what_a_worker_cannot_write_is_the_error_of_the_run(plan: Plan, maker: SheetMaker) -> None:
    full = broken(maker, "full")
    with Workers(full, plan.fresh_maker, 2) as pool, pytest.raises(OutputError, match="disk-full"):
        list(pool.outcomes(tasks(6 * CHUNK)))


def test_a_fault_in_a_worker_is_a_fault_of_the_run(plan: Plan, maker: SheetMaker) -> None:
    wrong = broken(maker, "fault")
    with Workers(wrong, plan.fresh_maker, 2) as pool, pytest.raises(RuntimeError) as caught:
        list(pool.outcomes(tasks(6 * CHUNK)))
    assert str(caught.value) == "ZeroDivisionError: a fault"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_workers_end_when_their_parent_is_killed(plan: Plan, tmp_path: Path) -> None:
    code = (
        "import os, time\n"
        "from pathlib import Path\n"
        "from formgen.batch.plan import *\n"
        "from formgen.batch.workers import Workers\n"
        "plan = Plan(FormSource('own'), DataSource('-'), Targets(folder=Path()))\n"
        "pool = Workers(plan.fresh_maker(), plan.fresh_maker, 2)\n"
        "print(*(each._process.pid for each in pool._all), flush=True)\n"
        "time.sleep(60)\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=tmp_path, text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        parent.kill()
    until = time.monotonic() + 5
    while any(alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_worker_writes_into_the_folder(plan: Plan, maker: SheetMaker) -> None:
    with Workers(maker, plan.fresh_maker, 1) as pool:
        ((_, outcome),) = pool.outcomes(tasks(1))
    assert Folder(Path("out")).digest(outcome.staged) == outcome.sha256
