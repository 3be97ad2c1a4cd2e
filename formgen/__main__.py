"""The command `formgen`, also as `python -m formgen`."""

from __future__ import annotations

import gc
import os
import sys

from formgen.stopping import Stopping, exit_code

_OBJECTS = 50_000
"""New objects between two searches for cycles: there are hardly any, and starting makes many."""


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    gc.set_threshold(_OBJECTS)
    with Stopping(process_ends=True):
        try:
            _open_streams()
            from formgen.cli.app import app

            app(prog_name="formgen")
        except KeyboardInterrupt as stop:  # so early, or so late, that no command was there
            print("stopped", file=sys.stderr)
            sys.exit(exit_code(stop))


def _open_streams() -> None:
    """Have standard streams that were closed (`>&-`) stand open, so that no file takes their place.

    Their use is an error of the system, as it is in other programs; messages go nowhere.
    """
    ways = (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
    for number, (name, mode, way) in enumerate(ways):
        if getattr(sys, name) is None and os.open(os.devnull, way) == number:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    main()
