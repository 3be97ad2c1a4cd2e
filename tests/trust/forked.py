"""Runs formgen in forks of one process that has it loaded: a tenth of the time of `child.run`.

What a run takes is still its own: a fork is limited, watched and counted like a new process.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Self

from tests.trust.child import Outcome, codes_of, limit

_LOADED = (
    *("formgen.batch.run", "formgen.cli.app", "formgen.cli.progress", "formgen.data.condition"),
    *(
        "formgen.data.gathering",
        "formgen.data.sources",
        "formgen.mail.run",
        "formgen.markup.bounded",
    ),
    *("formgen.markup.compile", "formgen.writers.pdf.press", "formgen.writers.word.press"),
    *("regex", "sqlalchemy.dialects.sqlite"),
)
"""Loaded once for all forks."""


class Forked:
    """A process that runs `formgen` with the arguments that it is given; use it in a `with`."""

    def __enter__(self) -> Self:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.forked"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate()

    def run(self, *arguments: str, cwd: Path | None = None) -> Outcome:
        """Return how a run ended; see `child.run`."""
        assert self._server.stdin
        assert self._server.stdout
        with tempfile.NamedTemporaryFile() as output:
            asked = json.dumps([arguments, output.name, str(cwd or Path.cwd())])
            self._server.stdin.write(asked.encode() + b"\n")
            self._server.stdin.flush()
            status, seconds, megabytes = json.loads(self._server.stdout.readline())
            text = output.read().decode("utf-8", "replace")
        return Outcome(status, text, codes_of(text), seconds, megabytes)


def _serve() -> None:
    for name in _LOADED:
        import_module(name)
    for line in sys.stdin:
        arguments, output, cwd = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(arguments, output, cwd)
        _, status, usage = os.wait4(child, 0)
        seconds = usage.ru_utime + usage.ru_stime
        code = os.waitstatus_to_exitcode(status)
        print(json.dumps([code, seconds, usage.ru_maxrss / 1024]), flush=True)


def _become(arguments: list[str], output: str, cwd: str) -> None:
    """Run formgen and end the process."""
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        file = os.open(output, os.O_WRONLY)
        os.dup2(file, 1)
        os.dup2(file, 2)
        os.chdir(cwd)
        limit()
        from formgen.__main__ import main

        sys.argv = ["formgen", *arguments]
        status = main() or 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()
