"""`formgen check`: all that is wrong with a layout, or with data for it; nothing is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import click

from formgen import api
from formgen.cli.errors import tell
from formgen.cli.options import FormOptions, form_options, load_form
from formgen.diagnostics import Diagnostic, Diagnostics, Place
from formgen.errors import DataError

_EXAMPLES = """\b
Examples:
  formgen check satisfaction_callback
  formgen check satisfaction_callback customers.json
  formgen check my_form my_form/sample.csv
"""

_OF_COLUMNS = ("unknown-field", "ambiguous-label", "given-twice")
"""Problems of a column, which is the same in all records of a file."""


@click.command(epilog=_EXAMPLES)
@form_options
@click.argument(
    "data", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(data: Path | None, **chosen: Unpack[FormOptions]) -> None:
    """Say all that is wrong with FORM, or with the records of DATA.

    Nothing is printed. The exit code is 1 if there are errors.
    """
    form = load_form(chosen)
    problems = Diagnostics()
    problems.extend(_problems(form, data))
    DataError.raise_if(problems)
    tell(problems)


def _problems(form: api.LoadedForm, data: Path | None) -> Iterator[Diagnostic]:
    yield from form.check()
    if data is None:
        return
    try:
        yield from _record_problems(form, data)
    except DataError as error:  # the file cannot be read on; what was found before still counts
        yield from error.diagnostics


def _record_problems(form: api.LoadedForm, data: Path) -> Iterator[Diagnostic]:
    """Yield what is wrong with the columns of a table, and with each record.

    As in a batch, a table may have columns that the form has no use for; an object may not.
    """
    from formgen.data.sources import read_records

    with read_records(data) as records:
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
