"""`formgen merge-doc`: the main document of a Word mail merge."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import click

from formgen.cli.errors import tell
from formgen.cli.files import put
from formgen.cli.options import FormOptions, form_options, load_form
from formgen.diagnostics import Severity
from formgen.errors import LayoutError, UsageError
from formgen.output import require_new
from formgen.writers import kind_of

_EXAMPLES = """\b
Examples:
  formgen merge-doc satisfaction_callback -o main.docx --data-source customers.xlsx
  formgen merge-doc satisfaction_callback --option box_side=before -o main.docx --strict
"""


@click.command("merge-doc", epilog=_EXAMPLES)
@click.option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
@form_options
@click.option(
    "--data-source", metavar="FILE", help="Write the empty table for it too: .xlsx or .csv."
)
@click.option("--embed-fonts", is_flag=True, help="Put the faces into the document.")
@click.option("--strict", is_flag=True, help="What a mail merge cannot say is an error.")
def merge_doc(
    output: str | None,
    data_source: str | None,
    embed_fonts: bool,
    strict: bool,
    **chosen: Unpack[FormOptions],
) -> None:
    """Make the main document of a Word mail merge from FORM.

    It is the blank sheet with merge fields in its places, to be merged with a table in Word: its
    columns have the headings of the table that --data-source writes, and choices are ticked by the
    words that its lists offer. A table that is there already is not written over. Without -o it is
    FORM's id and -merge.docx, here.
    """
    from formgen.datasheet import kind_of_sheet

    if output not in (None, "-") and kind_of(str(output)) != "docx":
        message = f"a main document is a .docx file, and `{output}` is none"
        raise UsageError.of("unknown-kind", message, hint="end it with .docx")
    kind = kind_of_sheet(data_source) if data_source else "xlsx"
    if data_source:
        require_new(data_source)
    form = load_form(chosen)
    main = form.main_document(embed_fonts=embed_fonts)
    if strict and main.losses:
        raise LayoutError([replace(loss, severity=Severity.ERROR) for loss in main.losses])
    tell(main.losses)
    if data_source:
        put(main.data_source(kind), data_source)
    put(main.data, output or f"{form.id}-merge.docx")
