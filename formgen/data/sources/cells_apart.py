"""The cells of a workbook, read by a process of its own that a hostile file may bring down."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, Self

from formgen.dataclass import dataclass

_CHILD = Path(__file__).with_name("workbook_child.py")
_BLOCK = 1 << 20


class ReaderError(Exception):
    """The workbook could not be read; `is_protected` if it asks for a password."""

    def __init__(self, message: str, *, is_protected: bool = False) -> None:
        super().__init__(message)
        self.is_protected = is_protected


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The rows of a sheet that hold something; `first` is the column of their first cells from 0.

    `first` is None if the sheet is empty. A row comes with its number from 1.
    """

    first: int | None
    rows: Iterator[tuple[int, list[Any]]]


class CellsApart:
    """A workbook that a process reads; `sheets` are names, and whether each has cells and shows.

    Raises ReaderError. Close it at the end.
    """

    def __init__(self, stream: BinaryIO) -> None:
        path = _path_of(stream)
        self._process = _started(path)
        try:
            if not path:
                self._send(stream)
            self.sheets: list[tuple[str, bool, bool]] = self._answer("sheets")
        except BaseException:
            self.close()
            raise

    def sheet(self, name: str) -> SheetCells:
        """Return the cells of a sheet; those of the one before are to be taken, or given up."""
        self._ask(name.encode("unicode_escape") + b"\n")
        return SheetCells(self._answer("first"), self._rows())

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self) -> Iterator[tuple[int, list[Any]]]:
        while True:
            kind, answer = self._next()
            if kind == "end":
                return
            yield from answer

    def _answer(self, kind: str) -> Any:
        said, answer = self._next()
        assert said == kind
        return answer

    def _next(self) -> tuple[str, Any]:
        assert self._process.stdout is not None
        try:
            kind, answer = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError):
            raise self._fallen() from None
        if kind == "error":
            raise _error(*answer)
        return kind, answer

    def _ask(self, question: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # then the answer is missing, and says so
            self._process.stdin.write(question)
            self._process.stdin.flush()

    def _send(self, stream: BinaryIO) -> None:
        stream.seek(0, os.SEEK_END)
        self._ask(b"%d\n" % stream.tell())
        stream.seek(0)
        while block := stream.read(_BLOCK):
            self._ask(block)

    def _fallen(self) -> Exception:
        """Return the error of a process that ended by itself."""
        status = self._process.wait()
        if status > 0:
            return RuntimeError(f"the reader of workbooks ended with {status}")
        return ReaderError("it takes too much memory or time to read, or is broken")


def _error(kind: str, message: str) -> ReaderError:
    if kind == "MemoryError":
        message = "it takes too much memory to read"
    return ReaderError(message or "it is broken", is_protected=kind == "PasswordError")


def _started(path: str) -> subprocess.Popen[bytes]:
    spec = find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise ImportError("python_calamine is not installed")
    library = str(Path(spec.origin).parents[1])
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(_CHILD), library, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # where a panic says what no reader of a form understands
    )


def _path_of(stream: BinaryIO) -> str:
    """Return the absolute path of the file that a stream reads, "" if it is not certain."""
    name = getattr(stream, "name", None)
    if not isinstance(name, str):
        return ""
    try:
        same = os.path.samestat(os.stat(name), os.fstat(stream.fileno()))
    except (OSError, ValueError):
        return ""
    return os.path.abspath(name) if same else ""
