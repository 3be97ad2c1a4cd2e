"""Where commands put what they made: a file, or standard output for `-`."""

from __future__ import annotations

import sys

import click

from formgen.errors import UsageError
from formgen.output import unsaved, write_whole


def put(data: bytes, output: str) -> None:
    """Write `data` to the file `output`, whole, and say so on stderr; `-` is standard output."""
    if output == "-":
        _stream(data)
        return
    write_whole(output, data)
    click.echo(f"wrote {output}", err=True)


def _stream(data: bytes) -> None:
    stdout = sys.stdout.buffer
    if not _is_text(data):
        require_no_terminal()
    try:
        stdout.write(data)
        stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unsaved(error, "standard output") from error


def require_no_terminal() -> None:
    """Raise UsageError if standard output is a terminal: a sheet is no text."""
    if sys.stdout.buffer.isatty():
        hint = "send it on with > or |, or name a file with -o"
        raise UsageError.of("binary-to-terminal", "standard output is a terminal", hint=hint)


def _is_text(data: bytes) -> bool:
    return not data.startswith((b"%PDF", b"\x89PNG", b"PK"))
