"""Tables on standard output: fitted to a terminal, whole and unwrapped where it is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

WIDE = 1000
"""Columns where the output is no terminal: nothing wraps, so that each row stays one line."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table with `headings` and `rows`."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDE)
    table = Table(*headings, box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as printed:
        console.print(table)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())
