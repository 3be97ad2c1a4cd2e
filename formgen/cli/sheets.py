"""The options that say what is printed together: forms of a record, pages of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from formgen.cli.options import Command
from formgen.errors import UsageError

if TYPE_CHECKING:
    from formgen.model.imposition import Imposition

_PAPER, _GAP = "A4", "0mm"


class SheetsChoice(TypedDict):
    """Which forms follow the first, and how pages stand on larger paper."""

    with_forms: tuple[str, ...]
    nup: str
    paper: str | None
    gap: str | None
    cut_marks: bool


def sheets_options(command: Command) -> Command:
    """Give `command` the options of forms and pages that are printed together."""
    for decorate in (
        click.option(
            "--cut-marks/--no-cut-marks",
            default=True,
            help="With --nup: whether fine lines show where to cut.",
        ),
        click.option("--gap", metavar="LENGTH", help=f"With --nup: between pages.  [{_GAP}]"),
        click.option("--paper", metavar="SIZE", help=f"With --nup: the sheet.  [{_PAPER}]"),
        click.option(
            "--nup",
            default="",
            metavar="COLUMNSxROWS",
            help="Several pages on a sheet, like 2x1 (with --merge).",
        ),
        click.option(
            "--with",
            "with_forms",
            multiple=True,
            metavar="FORM",
            help="Another form for each record, behind FORM in the same file.",
        ),
    ):
        command = decorate(command)
    return command


def chosen_imposition(chosen: SheetsChoice) -> Imposition | None:
    """Return how pages stand on larger paper; raises UsageError for what goes with --nup only."""
    if not chosen["nup"]:
        given = {"--paper": chosen["paper"], "--gap": chosen["gap"]}
        given["--no-cut-marks"] = None if chosen["cut_marks"] else "no"
        for option in (name for name, value in given.items() if value):
            hint = "say how many pages stand on a sheet: --nup 2x1"
            raise UsageError.of("no-nup", f"{option} goes with --nup", hint=hint)
        return None
    from formgen.imposing import imposition

    return imposition(
        chosen["nup"],
        chosen["paper"] or _PAPER,
        gap=chosen["gap"] or _GAP,
        cut_marks=chosen["cut_marks"],
    )
