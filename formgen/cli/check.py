"""`formgen check`: all that is wrong with a layout, or with data for it; nothing is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from formgen import api
from formgen.cli.errors import tell
from formgen.cli.options import FormOptions, form_options, load_form
from formgen.cli.rows import RowsChoice, chosen_gathering, group_option, rows_options
from formgen.diagnostics import Diagnostic, Diagnostics, Place
from formgen.errors import DataError

if TYPE_CHECKING:
    from formgen.data.gathering import Gathering

_EXAMPLES = """\b
Examples:
  formgen check satisfaction_callback
  formgen check satisfaction_callback customers.json
  formgen check my_form my_form/sample.csv
"""

_OF_COLUMNS = ("unknown-field", "ambiguous-label", "given-twice")
"""Problems of a column, which is the same in all records of a file."""


class CheckOptions(FormOptions, RowsChoice):
    """All that `check` is given but the data."""


@click.command(epilog=_EXAMPLES)
@form_options
@click.argument(
    "data", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@rows_options
@group_option
def check(data: Path | None, group_by: str | None, **chosen: Unpack[CheckOptions]) -> None:
    """Say all that is wrong with FORM, or with the records of DATA.

    Nothing is printed. The exit code is 1 if there are errors.
    """
    form = load_form(chosen, data)
    problems = Diagnostics()
    gathering = chosen_gathering(chosen, {}, group_by)
    problems.extend(_problems(form, data, gathering))
    DataError.raise_if(problems)
    tell(problems)


def _problems(
    form: api.LoadedForm, data: Path | None, gathering: Gathering | None
) -> Iterator[Diagnostic]:
    yield from form.check()
    if data is None:
        return
    try:
        yield from _record_problems(form, data, gathering)
    except DataError as error:  # the file cannot be read on; what was found before still counts
        yield from error.diagnostics


def _record_problems(
    form: api.LoadedForm, data: Path, gathering: Gathering | None
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the columns of a table, and with each record.

    As in a batch, a table may have columns that the form has no use for; an object may not.
    """
    from formgen.data.sources import read_records

    source = read_records(data)
    if gathering:
        from formgen.data.gathering import gathered

        source = gathered(source, gathering, form.printer().binder(str(data)))
    with source as records:
        if not records.columns:
            for record in records:
                yield from map(_once, form.check(record))
            return
        place = Place(str(data))
        yield from form.printer().binder(str(data)).column_problems(records.columns, place)
        for record in records:
            found = form.check(record, unknown="ignore")
            yield from (problem for problem in found if problem.code not in _OF_COLUMNS)


def _once(problem: Diagnostic) -> Diagnostic:
    """Return a problem of a column without its row, so that it is one for the whole file."""
    if problem.code not in _OF_COLUMNS:
        return problem
    return replace(problem, place=replace(problem.place, line=0, row=0, record=""))
