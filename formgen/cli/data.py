"""`formgen data`: the empty table for the records of a form, to be filled in."""

from __future__ import annotations

from typing import Literal, Unpack

import click

from formgen.cli.files import put
from formgen.cli.options import FormOptions, form_options, load_form
from formgen.output import require_new

_EXAMPLES = """\b
Examples:
  formgen data satisfaction_callback -o customers.xlsx
  formgen data satisfaction_callback -o customers.csv --header name
  formgen batch satisfaction_callback customers.xlsx -o sheets      (once it is filled in)
"""


@click.command("data", epilog=_EXAMPLES)
@click.option(
    "-o", "--output", metavar="FILE", help="An .xlsx or .csv file; - is CSV on standard output."
)
@form_options
@click.option(
    "--header",
    type=click.Choice(["label", "name", "both"]),
    default="label",
    show_default=True,
    help="What columns are called by: the fields' labels, their names, or both.",
)
@click.option(
    "--rows", metavar="LIST", help="Which list the rows are, of a form with several lists."
)
@click.option("--example/--no-example", default=True, help="Whether the first row is an example.")
def data_sheet(
    output: str | None,
    header: Literal["label", "name", "both"],
    rows: str | None,
    example: bool,
    **chosen: Unpack[FormOptions],
) -> None:
    """Make the empty table for the records of FORM.

    It is to be filled in and given to `formgen batch`. An XLSX file has pick lists, real dates,
    texts that stay texts, and a comment on each column that says what it takes. Without -o it is
    FORM's id and .xlsx, here. A file that is there already is not written over.

    Of a form with a table of any length each row is one of that list; `formgen batch` then needs
    --rows LIST.
    """
    from formgen.datasheet import chosen_list, kind_of_sheet

    kind = "csv" if output == "-" else kind_of_sheet(output) if output else "xlsx"
    if output and output != "-":
        require_new(output)
    form = load_form(chosen)
    target = output or f"{form.id}.xlsx"
    if target != "-":
        require_new(target)
    put(form.data_sheet(to=kind, header=header, rows=rows, example=example), target)
    items = chosen_list(form.fields, rows)
    if items and target != "-":
        named = f"formgen batch {chosen['form']} {target} --rows {items.name} -o DIR"
        click.echo(f"once it is filled in: {named}", err=True)
