"""`formgen render`: one sheet, blank or prefilled."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import click

from formgen.cli.errors import tell
from formgen.cli.files import put
from formgen.cli.options import FormOptions, form_options, load_form
from formgen.cli.records import RecordOptions, chosen_record, record_options
from formgen.diagnostics import Severity
from formgen.errors import LayoutError
from formgen.writers import kind_of
from formgen.writers.options import WordOptions

_EXAMPLES = """\b
Examples:
  formgen render satisfaction_callback
  formgen render satisfaction_callback --data customer.json -o sheet.pdf
  formgen render satisfaction_callback -o sheet.docx --protect
  formgen render satisfaction_callback --set 客户名称=蓝海科技 --option box_side=before -o -
"""


class RenderOptions(FormOptions, RecordOptions):
    """All that `render` is given but where to write."""


@click.command(epilog=_EXAMPLES)
@click.option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
@form_options
@record_options
@click.option("--protect", is_flag=True, help="Word: lock all but the fields.")
@click.option("--embed-fonts", is_flag=True, help="Word: put the faces into the document.")
@click.option("--strict", is_flag=True, help="What the kind of file cannot say is an error.")
def render(
    output: str | None,
    protect: bool,
    embed_fonts: bool,
    strict: bool,
    **chosen: Unpack[RenderOptions],
) -> None:
    """Print FORM: blank, or with one record.

    FORM is a form's id (see `formgen list`), a layout file, or a folder with a form.xml.j2.
    The ending of FILE says what is written; without -o it is FORM's id and .pdf, here.
    """
    kind = "pdf" if output in (None, "-") else kind_of(output)
    form = load_form(chosen)
    sheet = form.fill(chosen_record(form, chosen))
    tell(sheet.warnings)
    written = sheet.written(kind, WordOptions(protect, embed_fonts))
    if strict and written.losses:
        raise LayoutError([replace(loss, severity=Severity.ERROR) for loss in written.losses])
    tell(written.losses)
    put(written.data, output or f"{form.id}.pdf")
