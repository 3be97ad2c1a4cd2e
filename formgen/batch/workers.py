"""Workers: processes that print sheets side by side; what they make comes back in order.

Each worker has a pipe of its own. Chunks go round, two at a time for each worker, and are
collected in the same round, so no more than that is ever in memory. A worker whose parent is gone
sees the end of its pipe and ends at once; a parent whose worker is gone says so.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, TypeAlias

from formgen import stopping
from formgen.batch.sheets import Outcome, SheetMaker, Task
from formgen.data.sources.record import RawRecord
from formgen.dataclass import dataclass
from formgen.diagnostics import Diagnostic, Place
from formgen.errors import FormgenError, OutputError

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

    from formgen.batch.manifest import Entry

CHUNK = 24
"""Records that go to a worker at a time: about ten milliseconds of its work."""
_AHEAD = 2
_PATIENCE = 5.0
"""seconds that a worker has to finish its chunk when the run ends."""

_NO_MEMORY = "there is too little memory for this"
_FEWER = "fewer --jobs need less; --resume finishes the run"

Chunk: TypeAlias = list[Task]
Packed: TypeAlias = tuple[object, ...]
MakerSource: TypeAlias = Callable[[], SheetMaker]


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a worker could not go on: an error of formgen, or a fault of the program."""

    kind: type[FormgenError] | None
    diagnostics: tuple[Diagnostic, ...]
    fault: str = ""

    def error(self) -> Exception:
        return self.kind(self.diagnostics) if self.kind else RuntimeError(self.fault)


class Workers:
    """Processes that print. Use it as a context: they end with it."""

    def __init__(self, maker: SheetMaker, source: MakerSource, count: int) -> None:
        """Start `count` workers. Where they can be forked they take over `maker` as it is.

        Elsewhere each makes its own from `source`, which is sent to it.
        """
        self._all: list[_Worker] = []
        for _ in range(count):
            self._all.append(_Worker(maker, source, [each.pipe for each in self._all]))

    def outcomes(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Yield each task with what came of it, in their order.

        Raises what a worker met that stops the run, OutputError if a worker died.
        """
        todo = iter(tasks)
        under_way: deque[tuple[_Worker, Chunk]] = deque()
        for worker in self._all * _AHEAD:
            self._send(worker, todo, under_way)
        while under_way:
            worker, chunk = under_way.popleft()
            done = worker.answer()
            self._send(worker, todo, under_way)
            yield from zip(chunk, done, strict=True)

    def _send(
        self, worker: _Worker, todo: Iterator[Task], under_way: deque[tuple[_Worker, Chunk]]
    ) -> None:
        chunk = list(islice(todo, CHUNK))
        if chunk:
            worker.give(chunk)
            under_way.append((worker, chunk))

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._all:
            worker.pipe.close()
        for worker in self._all:
            worker.end()


class _Worker:
    def __init__(self, maker: SheetMaker, source: MakerSource, others: list[Connection]) -> None:
        forked = _may_fork()
        context: ForkContext | SpawnContext = (
            multiprocessing.get_context("fork") if forked else multiprocessing.get_context("spawn")
        )
        self.pipe, theirs = context.Pipe()
        held = [*others, self.pipe] if forked else []
        made: MakerSource | SheetMaker = maker if forked else source
        self._process = context.Process(target=_work, args=(theirs, held, made), daemon=True)
        with stopping.kept_out():
            self._process.start()
        theirs.close()

    def give(self, chunk: Chunk) -> None:
        try:
            self.pipe.send([_packed(task) for task in chunk])
        except (BrokenPipeError, ConnectionResetError):
            raise self._died() from None

    def answer(self) -> Sequence[Outcome]:
        try:
            answer: list[Outcome] | _Failure = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            raise self._died() from None
        if isinstance(answer, _Failure):
            raise answer.error()
        return answer

    def end(self) -> None:
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _died(self) -> FormgenError:
        self._process.join(_PATIENCE)
        code = self._process.exitcode or 0
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        message = f"a worker process ended {how}"
        hint = f"is there too little memory? {_FEWER}"
        return OutputError.of("worker-died", message, hint=hint)


def _may_fork() -> bool:
    """Whether a copy of this process can go on by itself: on Linux, with no other thread in it."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def _work(pipe: Connection, others: Sequence[Connection], source: MakerSource | SheetMaker) -> None:
    """Answer chunk after chunk, and end the process with the pipe.

    It never returns: the exit of a forked process would write what its parent has in buffers.
    """
    stopping.ignore()  # their parent ends them, if it is to end
    for other in others:
        other.close()
    inbox: queue.SimpleQueue[Chunk] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, inbox), daemon=True).start()
    make = source.make if isinstance(source, SheetMaker) else _Late(source).make
    try:
        while True:
            pipe.send(_answer(make, inbox.get()))
    finally:
        os._exit(1)


class _Late:
    """A maker that is made with the first task, where what is wrong with it can be answered."""

    def __init__(self, source: MakerSource) -> None:
        self._source = source
        self._maker: SheetMaker | None = None

    def make(self, task: Task) -> Outcome:
        self._maker = self._maker or self._source()
        return self._maker.make(task)


def _receive(pipe: Connection, inbox: queue.SimpleQueue[Chunk]) -> None:
    """Take chunks off the pipe as they come, so that the parent never waits to give one."""
    while True:
        try:
            inbox.put([_unpacked(*packed) for packed in pipe.recv()])
        except (EOFError, OSError):
            os._exit(0)


def _packed(task: Task) -> Packed:
    """Return a task without its checked values as plain tuples, which pickle in half the time."""
    raw, place = task.raw, task.raw.place
    where = (place.file, place.line, place.row, place.column, place.field, place.record)
    return task.index, task.position, raw.values, where, raw.problems, raw.extra, task.before


def _unpacked(
    index: int,
    position: int,
    values: dict[str, object],
    where: tuple[str, int, int, str, str, str],
    problems: tuple[Diagnostic, ...],
    extra: tuple[str, ...],
    before: Entry | None,
) -> Task:
    raw = RawRecord(values, Place(*where), problems, extra)
    return Task(index, position, raw, before)


def _answer(make: Callable[[Task], Outcome], chunk: Chunk) -> list[Outcome] | _Failure:
    try:
        return [make(task) for task in chunk]
    except FormgenError as error:
        return _Failure(type(error), error.diagnostics)
    except MemoryError:
        return _Failure(OutputError, (Diagnostic("no-memory", _NO_MEMORY, hint=_FEWER),))
    except Exception as error:
        return _Failure(None, (), f"{type(error).__name__}: {error}")
