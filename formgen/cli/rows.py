"""The options that make the rows of a data file the list of a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from formgen.cli.options import Command
from formgen.diagnostics import Place
from formgen.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formgen.data.gathering import Gathering
    from formgen.data.sources import RawRecord


class RowsChoice(TypedDict):
    """Which list the rows of the data are, and what the record has besides."""

    rows: str | None
    head: Path | None


def rows_options(command: Command) -> Command:
    """Give `command` the options that make rows of data a list."""
    for decorate in (
        click.option(
            "--head",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE.json",
            help="With --rows: the other values of the record.",
        ),
        click.option(
            "--rows",
            metavar="LIST",
            help="The rows of the data are this list of one record, not a record each.",
        ),
    ):
        command = decorate(command)
    return command


group_option = click.option(
    "--group-by",
    metavar="COLUMN",
    help="With --rows: a record for each value of a column.",
)


def chosen_gathering(
    chosen: RowsChoice, values: Mapping[str, str], group_by: str | None = None
) -> Gathering | None:
    """Return how rows become records, None where each is one; `values` go over those of --head.

    Raises UsageError for what goes with --rows only.
    """
    if chosen["rows"] is None:
        for option, given in (("--head", chosen["head"]), ("--group-by", group_by)):
            if given:
                hint = "name the list that the rows are: --rows LIST"
                raise UsageError.of("no-rows", f"{option} goes with --rows", hint=hint)
        return None
    from formgen.data.gathering import Gathering

    head = only_record(chosen["head"]).values if chosen["head"] else {}
    return Gathering(chosen["rows"], group_by or "", (*head.items(), *values.items()))


def only_record(path: Path) -> RawRecord:
    """Return the one record of a file; raises DataError if it has none or several."""
    from itertools import islice

    from formgen.data.sources import read_records

    records = list(islice(read_records(path), 2))
    if len(records) != 1:
        message = "the file has no record" if not records else "the file has more than one record"
        hint = "give a file with one; `formgen batch` prints a sheet for each of several"
        raise DataError.of("not-one-record", message, Place(str(path)), hint)
    if records[0].problems:
        raise DataError(records[0].problems)
    return records[0]
