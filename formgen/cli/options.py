"""The options that commands share, and what they load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypedDict, TypeVar

import click

from formgen import api
from formgen.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])


def pairs(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return NAME=VALUE texts as names and values; a value may be empty and may have = in it."""
    return tuple(_pair(text) for text in given)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"`{text}` is not NAME=VALUE")
    return name.strip(), value


class FormOptions(TypedDict):
    """What says which form is meant, and how it is laid out."""

    form: str
    option: tuple[tuple[str, str], ...]
    options_file: Path | None
    templates: tuple[Path, ...]
    font: tuple[Path, ...]
    missing_glyph: Literal["error", "box"]


OPTIONS_FILE = "formgen.toml"

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FACES = click.Path(exists=True, path_type=Path)

font_option = click.option(
    "--font", multiple=True, type=_FACES, help="A TrueType face, or a folder of them, to add."
)
templates_option = click.option(
    "--templates", multiple=True, type=_FOLDER, help="A folder with forms of your own."
)


def form_options(command: Command) -> Command:
    """Give `command` FORM and the options that say how it is laid out."""
    for decorate in (
        click.option(
            "--missing-glyph",
            type=click.Choice(["error", "box"]),
            default="error",
            show_default=True,
            help="What a character does that no face has.",
        ),
        font_option,
        templates_option,
        click.option(
            "--options",
            "options_file",
            type=_FILE,
            metavar="FILE.toml",
            help="The options of an office.  [default: formgen.toml beside the data, or here]",
        ),
        click.option(
            "--option",
            multiple=True,
            callback=pairs,
            metavar="NAME=VALUE",
            help="Set an option that the layout declares.",
        ),
        click.argument("form"),
    ):
        command = decorate(command)
    return command


def load_form(chosen: FormOptions, data: Path | None = None) -> api.LoadedForm:
    """Return the form that the options of the command line mean, for records of the file `data`."""
    return api.load(
        chosen["form"],
        options=once(chosen["option"], "--option"),
        options_file=chosen["options_file"] or found_options_file(data),
        templates=chosen["templates"],
        fonts=chosen["font"],
        missing_glyph=chosen["missing_glyph"],
    )


def found_options_file(data: Path | None) -> Path | None:
    """Return the options file that holds where none is named, or None.

    It is the `formgen.toml` in the folder of the data, else that in the working folder.
    """
    folders = [data.parent, Path()] if data else [Path()]
    files = (folder / OPTIONS_FILE for folder in folders)
    return next((file for file in files if file.is_file()), None)


def once(given: tuple[tuple[str, str], ...], option: str) -> dict[str, str]:
    """Return `given` as a mapping; raises UsageError if a name is given twice."""
    mapping: dict[str, str] = {}
    for name, value in given:
        if name in mapping:
            raise UsageError.of("given-twice", f"{option} {name} is given twice")
        mapping[name] = value
    return mapping
