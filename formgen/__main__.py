"""The command `formgen`, also as `python -m formgen`."""

from __future__ import annotations

import sys

from formgen.stopping import Stopping, exit_code


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    with Stopping(process_ends=True):
        try:
            from formgen.cli.app import app

            app(prog_name="formgen")
        except KeyboardInterrupt as stop:  # so early, or so late, that no command was there
            print("stopped", file=sys.stderr)
            sys.exit(exit_code(stop))


if __name__ == "__main__":
    main()
