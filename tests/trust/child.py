"""Runs formgen as its users do, in a process of its own, and says what it took."""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

MOST_SECONDS = 5.0
MOST_MEGABYTES = 500
_CODE = re.compile(r"(?:error|warning)\[([a-z-]+)\]")


@dataclass(frozen=True)
class Outcome:
    """How a run of the command ended: `codes` are those of its diagnostics, in their order."""

    status: int
    output: str
    codes: tuple[str, ...]
    seconds: float
    megabytes: float

    @property
    def is_orderly(self) -> bool:
        """Whether it ended by itself, within the limits, without a traceback."""
        ended = self.status in (0, 1, 2) and "Traceback" not in self.output
        modest = self.seconds < MOST_SECONDS and self.megabytes < MOST_MEGABYTES
        return ended and modest and "internal error" not in self.output


def codes_of(output: str) -> tuple[str, ...]:
    """Return the codes of the diagnostics in an output, each once, in their order."""
    return tuple(dict.fromkeys(_CODE.findall(output)))


# The memory of a process is counted from that of the one that starts it: a small one does.
_LAUNCHER = """
import json, os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as taken:
    json.dump([status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss], taken)
"""


def limit() -> None:
    """Limit what this process may take, far beyond what any case may."""
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def run(*arguments: str, cwd: Path | None = None) -> Outcome:
    """Run `formgen` with `arguments`; the seconds are those of the processor, its own and theirs.

    The time of the wall is the machine's too: what else it does is no fault of the command.
    """
    with tempfile.TemporaryFile() as output, tempfile.NamedTemporaryFile() as taken:
        started = time.monotonic()
        command = [sys.executable, "-m", "formgen", *arguments]
        subprocess.run(
            [sys.executable, "-I", "-S", "-c", _LAUNCHER, taken.name, *command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=cwd,
            check=True,
        )
        status, seconds, kilobytes = json.loads(Path(taken.name).read_text())
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    spent = min(seconds, time.monotonic() - started)
    ended = os.waitstatus_to_exitcode(status)
    return Outcome(ended, text, codes_of(text), spent, kilobytes / 1024)
