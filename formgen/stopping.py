"""Requests to end the command: Ctrl-C, and the signals of a system or a terminal that goes away."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType, TracebackType

_ENDING = 128
"""An exit code of a process that was told to end is this and the number of the signal."""

_ENDS_WITHIN = 3.0
"""seconds that what was told to end has to put things right, in which it is not told again."""

_SOON = 0.01
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(KeyboardInterrupt):
    """The process was told to end by the signal `number`.

    It is a class of its own for Python ends itself by SIGINT, whatever the exit code, once a plain
    KeyboardInterrupt has passed through an `eval`.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = _ENDING + number


class Stopping:
    """As a context turns SIGINT, SIGTERM and SIGHUP into `Stopped`.

    Those that the process was started to ignore (`nohup`) stay ignored. Within `held` the first
    request waits until the end of it; a second one does not wait. Where the `process_ends` with
    the context, signals do nothing behind it.
    """

    def __init__(self, *, process_ends: bool = False) -> None:
        self._process_ends = process_ends
        self._held, self._waiting = False, 0
        self._asked, self._at, self._coming = 0, 0.0, 0
        self._before: dict[int, object] = {}
        self._hook = sys.unraisablehook

    def __enter__(self) -> Stopping:
        if threading.current_thread() is threading.main_thread():
            self._hook, sys.unraisablehook = sys.unraisablehook, self._lost
            for name in _NAMES:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            now = signal.SIG_IGN if self._process_ends else handler
            signal.signal(number, now)  # type: ignore[arg-type]
        if not self._process_ends:
            sys.unraisablehook = self._hook
        elif hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let a request to end wait until the block is through."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._waiting:
            number, self._waiting = self._waiting, 0
            self._raise(number)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if _imports(frame) and self._asks_again(number):
            return
        if self._held and not self._waiting:
            self._waiting = number
        elif self._held or not self._asked or time.monotonic() - self._at > _ENDS_WITHIN:
            self._raise(number)

    def _raise(self, number: int) -> None:
        self._asked, self._at = number, time.monotonic()
        raise Stopped(number)

    def _lost(self, unraisable: sys.UnraisableHookArgs) -> None:
        """Ask again where a request was raised and lost, as in a finalizer or a callback."""
        if isinstance(unraisable.exc_value, KeyboardInterrupt):
            number, self._asked = self._asked, 0
            self._asks_again(number)
        else:
            self._hook(unraisable)

    def _asks_again(self, number: int) -> bool:
        """Return whether the request comes again in a moment: not where there is no such alarm."""
        if not hasattr(signal, "setitimer"):
            return False
        self._coming = number
        signal.signal(signal.SIGALRM, self._again)
        signal.setitimer(signal.ITIMER_REAL, _SOON)
        return True

    def _again(self, _: int, frame: FrameType | None) -> None:
        self._stop(self._coming, frame)


def _imports(frame: FrameType | None) -> bool:
    """Whether a module is being imported: one in C++ ends the process if that is broken off."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


@contextlib.contextmanager
def kept_out() -> Iterator[None]:
    """Keep requests to end out of the block; they come when it is through.

    A process that is made in it keeps them out until it calls `ignore`.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _numbers())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore() -> None:
    """Ignore requests to end from now on, those that were kept out too."""
    for number in _numbers():
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _numbers())


def exit_code(stop: BaseException | None) -> int:
    """Return the exit code of what `stop` has ended: that of Ctrl-C for a KeyboardInterrupt."""
    return stop.code if isinstance(stop, Stopped) else _ENDING + signal.SIGINT


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
