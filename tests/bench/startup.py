"""How long commands take, process start to exit: the median of seven runs, beside the goals.

Run by hand, on an idle machine: python tests/bench/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
GOALS = (
    (("--help",), 0.15),
    (("render", "satisfaction_callback", "-o", "sheet.pdf"), 0.6),
    (("render", "satisfaction_callback", "--sample", "1", "-o", "sheet.pdf"), 0.6),
)


def main() -> int:
    """Print the table; return 1 if a goal is missed."""
    missed = 0
    print(f"{'median':>8} {'goal':>8}   command")
    with tempfile.TemporaryDirectory() as folder:
        for arguments, goal in GOALS:
            seconds = median_of_runs(arguments, folder)
            missed += seconds > goal
            note = "   missed" if seconds > goal else ""
            print(f"{seconds:7.3f}s {goal:7.2f}s   formgen {' '.join(arguments)}{note}")
    return 1 if missed else 0


def median_of_runs(arguments: tuple[str, ...], folder: str) -> float:
    """Return the median time of `RUNS` processes in seconds, after one that warms the disk."""
    times = [seconds_of(arguments, folder) for _ in range(RUNS + 1)]
    return statistics.median(times[1:])


def seconds_of(arguments: tuple[str, ...], folder: str) -> float:
    """Return how long one process takes, in seconds."""
    command = [sys.executable, "-m", "formgen", *arguments]
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
