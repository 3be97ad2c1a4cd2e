"""The command `formgen`, also as `python -m formgen`."""

from __future__ import annotations

from formgen.cli.app import app


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    app(prog_name="formgen")


if __name__ == "__main__":
    main()
