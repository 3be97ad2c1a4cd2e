"""`make trust`: a table of the hostile cases, with how each ended."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.trust.case import Case
from tests.trust.data import data_cases
from tests.trust.layouts import layout_cases
from tests.trust.machines import MachineCase, machine_cases


def cases(scratch: Path) -> Iterator[Case | MachineCase]:
    """Yield every hostile case; what it needs goes to `scratch`."""
    yield from layout_cases(scratch)
    yield from data_cases(scratch)
    if sys.platform.startswith("linux"):
        yield from machine_cases()


def main() -> int:
    """Run every case and print how it ended; return 1 if any ended otherwise than it must."""
    wrong = 0
    print(f"{'kind':8} {'case':36} {'ends in':20} {'s':>5} {'MB':>4}")
    with tempfile.TemporaryDirectory() as folder:
        for case in cases(Path(folder)):
            outcome = case.run()
            fault = case.fault(outcome)
            wrong += bool(fault)
            taken = f"{outcome.seconds:5.1f} {outcome.megabytes:4.0f}"
            line = f"{case.kind:8} {case.name:36} {case.expected:20} {taken}  {fault or 'ok'}"
            print(line, flush=True)
    print(f"{wrong} wrong" if wrong else "all as they must")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
