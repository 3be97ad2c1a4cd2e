"""The group of commands that `formgen` is."""

from __future__ import annotations

import io
import sys
from typing import Any, NoReturn

import click

from formgen.cli.batch import batch
from formgen.cli.check import check
from formgen.cli.data import data_sheet
from formgen.cli.errors import exit_code_of
from formgen.cli.fonts import fonts
from formgen.cli.list import list_forms
from formgen.cli.mail import mail
from formgen.cli.map import map_fields
from formgen.cli.merge_doc import merge_doc
from formgen.cli.new import new
from formgen.cli.preview import preview
from formgen.cli.render import render
from formgen.cli.schema import schema
from formgen.cli.show import show

_EXAMPLES = """\b
Examples:
  formgen list
  formgen render satisfaction_callback -o blank.pdf
  formgen render satisfaction_callback --data customer.json -o sheet.pdf
  formgen batch satisfaction_callback customers.csv -o sheets
  formgen new my_form && formgen render my_form
"""


class _App(click.Group):
    """A group whose every problem ends in a message and an exit code, never in a traceback."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run the command line and exit: 0 fine, 1 problems in layout or data, 2 wrong usage."""
        extra["standalone_mode"] = False
        if isinstance(sys.stdout, io.TextIOWrapper):
            # A terminal that cannot show a character shows its escape; it is no reason to fail.
            sys.stdout.reconfigure(errors="backslashreplace")
        sys.exit(exit_code_of(lambda: super(_App, self).main(*args, **extra)))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a newcomer meets them."""
        return list(self.commands)


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        import importlib.metadata

        click.echo(f"formgen {importlib.metadata.version('formgen')}")
        context.exit()


@click.group(
    cls=_App,
    epilog=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def app() -> None:
    """Print forms: blank, or prefilled from data."""


for _command in (
    list_forms, show, data_sheet, render, batch, mail, merge_doc, check, preview, map_fields, new,
    schema, fonts,
):  # fmt: skip
    app.add_command(_command)
