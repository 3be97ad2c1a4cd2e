"""The merged file of a run: written beside its place, and put there when it is whole."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import BinaryIO

from formgen.batch.files import staged_name
from formgen.batch.locks import hold
from formgen.batch.plan import STDOUT, Targets
from formgen.output import explained, unsaved
from formgen.printing import Bound, Printer, Stack

_BUFFER = 1 << 20


class MergedFile:
    """One file with all records; begun with the first that can be printed."""

    def __init__(self, printer: Printer, targets: Targets) -> None:
        """Make ready for the merged file of `targets`; nothing is written yet."""
        self._printer, self._targets = printer, targets
        self._target = Path(targets.merge)
        self._staged: Path | None = None
        self._out: BinaryIO | None = None
        self._stack: Stack | None = None

    @property
    def pages(self) -> int:
        """How many pages are in the file."""
        return self._stack.pages if self._stack else 0

    @property
    def next(self) -> int:
        """The page of the file on which the next record begins, from 1."""
        return self._stack.next if self._stack else 1

    def add(self, bound: Bound) -> int:
        """Append a record and return its pages; 0 where its diagnostics now say why not.

        Raises OutputError if the file cannot be written.
        """
        if not bound.ok:
            return 0
        try:
            self._stack = self._stack or self._begin()
            return self._stack.add(bound)
        except OSError as error:
            raise self._failed(error) from error

    def finish(self) -> None:
        """Write the end of the file and put it in its place; nothing if there is no sheet in it."""
        if self._stack is None or self._out is None or not self._stack.sheets:
            return
        try:
            self._stack.close()
            self._out.flush()
            if self._staged:
                os.fsync(self._out.fileno())
                os.replace(self._staged, os.path.realpath(self._target))
                self._staged = None
        except OSError as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Close the file and remove what is not whole of it."""
        if self._stack:
            self._stack.discard()
        if self._out and self._targets.merge != STDOUT:
            with contextlib.suppress(OSError):
                self._out.close()
        if self._staged:
            with contextlib.suppress(OSError):
                self._staged.unlink()

    def _begin(self) -> Stack:
        self._out = self._opened()
        pad, imposition = self._targets.pad_to_even, self._targets.imposition
        return self._printer.merged(self._out, pad_to_even=pad, imposition=imposition)

    def _opened(self) -> BinaryIO:
        if self._targets.merge == STDOUT:
            return sys.stdout.buffer
        real = Path(os.path.realpath(self._target))
        if real.exists() and not real.is_file():
            return real.open("wb", buffering=_BUFFER)
        staged = real.with_name(staged_name(real.name))
        handle = hold(staged)
        self._staged = staged
        os.ftruncate(handle, 0)
        return os.fdopen(handle, "wb", buffering=_BUFFER)

    def _failed(self, error: OSError) -> Exception:
        if isinstance(error, BrokenPipeError):
            return error
        if self._targets.merge == STDOUT:
            return unsaved(error, "standard output")
        return explained(error, self._target)
