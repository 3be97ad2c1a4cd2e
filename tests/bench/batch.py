"""How fast batches are printed, beside Typst and fpdf2, measured in one run.

Run by hand, on an idle machine: make bench. Times are of the wall clock, a whole process from
start to exit where it says so; memory is the most that a process held.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rows import write_rows

HERE = Path(__file__).parent
FORM = "satisfaction_callback"
FONTS = HERE.parents[1] / "fonts"
FEW = 1_000
MANY_TIMES = 10
SLOWEST = 8
"""milliseconds that a sheet may take which cannot be shared with others."""

# Installed programs have their modules compiled.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Figure:
    """A line of the table: what was measured, the figure, and its goal if there is one."""

    what: str
    value: str
    goal: str = ""
    reached: bool = True


def main() -> int:
    """Print the table; return 1 if a goal is missed."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), arguments.rows)
        parts: list[Callable[[], list[Figure]]] = [bench.merged, bench.separate, bench.apart]
        if not arguments.quick:
            parts.append(bench.memory)
        figures = [figure for part in parts for figure in _shown(part())]
    return 0 if all(figure.reached for figure in figures) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the merged file")
    parser.add_argument("--quick", action="store_true", help="leave out memory")
    return parser.parse_args()


def _shown(figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        note = "" if figure.reached else "   MISSED"
        print(f"{figure.what:58} {figure.value:>14}   {figure.goal}{note}", flush=True)
    print()
    return figures


class Bench:
    """The measurements; files go to `folder`."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = count

    def merged(self) -> list[Figure]:
        """Measure one file of all rows, process start to exit, ours three times."""
        data = self._data(self.count)
        ours = min(self._merge(data)[0] for _ in range(3))
        typst = self._peer("typst_merged", data)
        scaled = self._peer("fpdf2_merged", self._data(FEW // 2)) * self.count * 2 / FEW
        ratio = typst / ours
        size = self._merged_size(data) - self._merged_size(self._data(FEW))
        each = size / (self.count - FEW)
        return [
            Figure(f"merged PDF, {self.count:,} sheets: formgen, whole process", f"{ours:.2f} s"),
            Figure(f"the same with Typst, one compile of {self.count:,} pages", f"{typst:.2f} s"),
            Figure(f"the same with fpdf2, {FEW // 2} pages scaled", f"{scaled:.1f} s"),
            Figure("Typst / formgen", f"{ratio:.1f} x", "20 x or more", ratio >= 20),
            Figure("fpdf2 / formgen", f"{scaled / ours:.1f} x"),
            Figure(
                "bytes a sheet beyond what is shared", f"{each:.0f}", "at most 700", each <= 700
            ),
        ]

    def separate(self) -> list[Figure]:
        """Measure a file a row, in memory, both tools warm."""
        data = self._data(FEW)
        ours, our_size = self._printed("formgen_separate", data)
        typst, typst_size = self._printed("typst_separate", data)
        whole = self._separate_process(data)
        ratio, smaller = typst / ours, our_size <= typst_size
        return [
            Figure("a PDF file a sheet: formgen, data to bytes", f"{ours:.3f} ms"),
            Figure("the same with Typst, its compiler kept warm", f"{typst:.3f} ms"),
            Figure("Typst / formgen", f"{ratio:.1f} x", "8 x or more", ratio >= 8),
            Figure("bytes of a file: formgen", f"{our_size:,.0f}"),
            Figure("bytes of a file: Typst", f"{typst_size:,.0f}", "ours at most that", smaller),
            Figure(f"{FEW:,} files: formgen, whole process with disk", f"{whole:.2f} s"),
        ]

    def apart(self) -> list[Figure]:
        """Measure records whose fields grow, and records whose structure differs."""
        figures = []
        for job, what in (("growing", "fields that grow"), ("structure", "structures that differ")):
            script = [str(HERE / "apart.py"), job, str(FEW // 5)]
            own, merged = self._figures(script)
            bar = f"at most {SLOWEST} ms"
            figures += [
                Figure(f"{what}, a file a sheet", f"{own:.2f} ms", bar, own <= SLOWEST),
                Figure(f"{what}, in one file", f"{merged:.2f} ms", bar, merged <= SLOWEST),
            ]
        return figures

    def memory(self) -> list[Figure]:
        """Measure what merging holds, and whether the time of a sheet grows."""
        many = self.count * MANY_TIMES
        few_time, few = self._merge(self._data(self.count))
        many_time, more = self._merge(self._data(many))
        growth = (more - few) / few
        return [
            Figure(f"memory, {self.count:,} sheets merged", f"{few:.0f} MB"),
            Figure(f"memory, {many:,} sheets merged", f"{more:.0f} MB", "under 250 MB", more < 250),
            Figure("growth", f"{growth:.0%}", "at most 20 %", growth <= 0.2),
            Figure(f"a sheet of {self.count:,}", f"{few_time / self.count * 1e6:.0f} us"),
            Figure(f"a sheet of {many:,}", f"{many_time / many * 1e6:.0f} us"),
        ]

    def _data(self, count: int) -> Path:
        path = self.folder / f"{count}.csv"
        if not path.exists():
            write_rows(path, count)
        return path

    def _merge(self, data: Path) -> tuple[float, float]:
        """Return the seconds and the megabytes of a process that merges all rows."""
        out = self.folder / f"{data.stem}.pdf"
        out.unlink(missing_ok=True)
        return _process("formgen", "batch", FORM, str(data), "--merge", str(out), "--quiet")

    def _merged_size(self, data: Path) -> int:
        out = self.folder / f"{data.stem}.pdf"
        if not out.exists():
            self._merge(data)
        return out.stat().st_size

    def _separate_process(self, data: Path) -> float:
        out = self.folder / "sheets"
        arguments = ("formgen", "batch", FORM, str(data), "-o", str(out), "--jobs", "1", "--quiet")
        return _process(*arguments)[0]

    def _peer(self, job: str, data: Path) -> float:
        """Return the seconds of a process that does a job of `peers`."""
        script = [str(HERE / "peers.py"), job, str(data), str(FONTS)]
        start = time.perf_counter()
        subprocess.run([sys.executable, *script], check=True, capture_output=True, env=ENVIRONMENT)
        return time.perf_counter() - start

    def _printed(self, job: str, data: Path) -> tuple[float, float]:
        """Return the milliseconds and bytes of a file, as a job of `peers` prints them."""
        return self._figures([str(HERE / "peers.py"), job, str(data), str(FONTS)])

    def _figures(self, script: list[str]) -> tuple[float, float]:
        """Return the two figures that a script prints."""
        done = subprocess.run(
            [sys.executable, *script],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        first, second = map(float, done.stdout.split())
        return first, second


def _process(*arguments: str) -> tuple[float, float]:
    """Return the seconds that a module takes as a process, and the megabytes that it held."""
    watched = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-m', *sys.argv[1:]], check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", watched, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    seconds = time.perf_counter() - start
    return seconds, int(done.stdout.split()[-1]) / 1024


if __name__ == "__main__":
    raise SystemExit(main())
