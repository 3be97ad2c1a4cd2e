"""`formgen render`: one sheet, blank or prefilled."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import click

from formgen.cli.errors import tell
from formgen.cli.files import put
from formgen.cli.options import FormOptions, form_options, load_form
from formgen.cli.records import RecordOptions, chosen_record, record_options
from formgen.cli.word import WordChoice, chosen_word, word_options
from formgen.diagnostics import Severity
from formgen.errors import LayoutError
from formgen.writers import kind_of

_EXAMPLES = """\b
Examples:
  formgen render satisfaction_callback
  formgen render satisfaction_callback --data customer.json -o sheet.pdf
  formgen render satisfaction_callback -o sheet.docx --protect
  formgen render callback_summary --data calls.xlsx --rows callbacks --set 部门=客服部
  formgen render satisfaction_callback --set 客户名称=蓝海科技 --option box_side=before -o -
"""


class RenderOptions(FormOptions, RecordOptions, WordChoice):
    """All that `render` is given but where to write."""


@click.command(epilog=_EXAMPLES)
@click.option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
@form_options
@record_options
@word_options
@click.option("--strict", is_flag=True, help="What the kind of file cannot say is an error.")
def render(
    output: str | None,
    strict: bool,
    **chosen: Unpack[RenderOptions],
) -> None:
    """Print FORM: blank, or with one record.

    FORM is a form's id (see `formgen list`), a layout file, or a folder with a form.xml.j2.
    The ending of FILE says what is written; without -o it is FORM's id and .pdf, here.
    """
    kind = "pdf" if output in (None, "-") else kind_of(output)
    word = chosen_word(kind, chosen)
    form = load_form(chosen, chosen["data"])
    sheet = form.fill(chosen_record(form, chosen))
    tell(sheet.warnings)
    written = sheet.written(kind, word)
    if strict and written.losses:
        raise LayoutError([replace(loss, severity=Severity.ERROR) for loss in written.losses])
    tell(written.losses)
    put(written.data, output or f"{form.id}.pdf")
