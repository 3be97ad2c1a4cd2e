"""`formgen new`: a small form of one's own to start from."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from formgen.catalog import form_ids
from formgen.cli.files import put
from formgen.diagnostics import Place
from formgen.errors import OutputError
from formgen.output import make_folder

_EXAMPLES = """\b
Example:
  formgen new visit_report
  formgen render visit_report --sample 1
"""


@click.command(epilog=_EXAMPLES)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Start a form of your own in DIR.

    It is a small one that prints at once, and says in comments what to change.
    """
    from formgen.shipped import shipped_folder

    starter = shipped_folder("templates") / "_starter"
    sources = sorted(path for path in starter.iterdir() if path.is_file())
    _require_free(folder, [path.name for path in sources])
    make_folder(folder)
    for source in sources:
        put(source.read_bytes(), str(folder / source.name))
    click.echo(f"now: formgen render {_as_argument(folder)}", err=True)


def _require_free(folder: Path, names: list[str]) -> None:
    taken = [name for name in names if (folder / name).exists()]
    if taken:
        hint = "name a new folder"
        message = f"the folder has {' and '.join(taken)} already"
        raise OutputError.of("already-there", message, Place(str(folder)), hint)


def _as_argument(folder: Path) -> str:
    """Return what names the new form on a command line, and not a form that ships."""
    name = str(folder)
    return shlex.quote(f"./{name}" if name in form_ids() else name)
