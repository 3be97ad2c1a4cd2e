"""`make trust`: a table of the hostile cases, with how each ended."""

import sys
import tempfile
from pathlib import Path

from tests.trust.layouts import layout_cases


def main() -> int:
    """Run every case and print how it ended; return 1 if any ended otherwise than it must."""
    wrong = 0
    print(f"{'kind':8} {'case':36} {'ends in':20} {'s':>5} {'MB':>4}")
    with tempfile.TemporaryDirectory() as folder:
        for case in layout_cases(Path(folder)):
            outcome = case.run()
            fault = case.fault(outcome)
            wrong += bool(fault)
            taken = f"{outcome.seconds:5.1f} {outcome.megabytes:4.0f}"
            print(f"{case.kind:8} {case.name:36} {case.expected:20} {taken}  {fault or 'ok'}")
    print(f"{wrong} wrong" if wrong else "all as they must")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
