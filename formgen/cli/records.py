"""The record that a command prints: from a file, from the command line, or a sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from formgen import api
from formgen.cli.options import once, pairs
from formgen.cli.rows import RowsChoice, chosen_gathering, only_record, rows_options
from formgen.diagnostics import Place, did_you_mean
from formgen.errors import UsageError

if TYPE_CHECKING:
    from formgen.data.sources import RawRecord

Command = TypeVar("Command", bound=Callable[..., Any])


class RecordOptions(RowsChoice):
    """What says which record is printed; none of it: the sheet is blank."""

    data: Path | None
    values: tuple[tuple[str, str], ...]
    sample: str | None


def record_options(command: Command) -> Command:
    """Give `command` the options that say which record is printed."""
    for decorate in (
        rows_options,
        click.option(
            "--sample",
            metavar="NAME",
            help="Print a sample that comes with the form, by name or number.",
        ),
        click.option(
            "--set",
            "values",
            multiple=True,
            callback=pairs,
            metavar="NAME=VALUE",
            help="Set a field, by its name or its label.",
        ),
        click.option(
            "--data",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE.json",
            help="The record to print, or with --rows the rows of its list.",
        ),
    ):
        command = decorate(command)
    return command


def chosen_record(form: api.LoadedForm, chosen: RecordOptions) -> api.Record | None:
    """Return the record to print; what --set says goes over what the file or sample has."""
    of_rows = _of_rows(form, chosen)
    if of_rows is not None:
        return of_rows
    base = _base(form, chosen["data"], chosen["sample"])
    values = once(chosen["values"], "--set")
    return _with(base, values) if values else base


def _with(base: RawRecord | None, values: dict[str, str]) -> RawRecord:
    """Return `base` with `values`, or a record of these alone; its pictures lie here."""
    from formgen.data.sources import RawRecord

    if base is None:
        return RawRecord({**values}, Place(file="--set"))
    return replace(base, values={**base.values, **values})


def _base(form: api.LoadedForm, data: Path | None, sample: str | None) -> RawRecord | None:
    if data and sample:
        raise UsageError.of("given-twice", "--data and --sample both name a record; give one")
    if data:
        return only_record(data)
    return _sample(form, sample) if sample else None


def _of_rows(form: api.LoadedForm, chosen: RecordOptions) -> RawRecord | None:
    """Return the record whose list the rows of --data are, None where they are none."""
    gathering = chosen_gathering(chosen, once(chosen["values"], "--set"))
    if gathering is None:
        return None
    if chosen["data"] is None or chosen["sample"]:
        message = "--rows says what the rows of --data are, and goes with no --sample"
        raise UsageError.of("no-rows", message, hint="name the file with the rows: --data FILE")
    from formgen.data.gathering import gathered
    from formgen.data.sources import read_records

    binder = form.printer().binder(str(chosen["data"]))
    with gathered(read_records(chosen["data"]), gathering, binder) as records:
        return next(records)


def _sample(form: api.LoadedForm, name: str) -> RawRecord:
    samples = form.samples()
    if name in samples:
        return samples[name]
    if name.isdecimal() and 1 <= int(name) <= len(samples):
        return list(samples.values())[int(name) - 1]
    hint = did_you_mean(name, samples) or f"`formgen show {form.id} --samples` lists them"
    raise UsageError.of("unknown-sample", f"the form has no sample `{name}`", hint=hint)
