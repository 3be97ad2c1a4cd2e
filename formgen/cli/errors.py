"""The one place that turns what went wrong into text on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterable

import click

from formgen.diagnostics import Diagnostic, Severity
from formgen.errors import FormgenError, UsageError
from formgen.stopping import exit_code

PROBLEMS = 1
WRONG_USAGE = 2

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def exit_code_of(run: Callable[[], object]) -> int:
    """Return the exit code of `run`, with what went wrong said on stderr."""
    try:
        result = run()
        sys.stdout.flush()
    except FormgenError as error:
        return _tell_problems(error)
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as stop:
        click.echo("stopped", err=True)
        return exit_code(stop.__cause__ or stop)
    except OSError as error:
        return _tell_os_error(error)
    except Exception as error:
        return _tell_bug(error)
    return result if isinstance(result, int) else 0


def tell(diagnostics: Iterable[Diagnostic]) -> None:
    """Say each of `diagnostics` on stderr."""
    for diagnostic in diagnostics:
        label = f"{diagnostic.severity.value}[{diagnostic.code}]"
        painted = click.style(label, fg=_COLORS[diagnostic.severity], bold=True)
        click.echo(str(diagnostic).replace(label, painted, 1), err=True)


def _tell_problems(error: FormgenError) -> int:
    tell(error.diagnostics)
    count = sum(each.severity is Severity.ERROR for each in error.diagnostics)
    if count > 1:
        click.echo(f"{count} errors", err=True)
    return WRONG_USAGE if isinstance(error, UsageError) else PROBLEMS


def _tell_os_error(error: OSError) -> int:
    if isinstance(error, BrokenPipeError) or error.errno == errno.EPIPE:
        # Who reads our output has had enough. Python would complain once more when it flushes
        # stdout at exit; the null device takes that.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    if error.filename is None:
        return _tell_bug(error)
    click.echo(f"{error.filename}: error[not-read]: {error.strerror}", err=True)
    return PROBLEMS


def _tell_bug(error: Exception) -> int:
    if os.environ.get("FORMGEN_DEBUG") == "1":
        traceback.print_exc()
    click.echo(f"internal error: {type(error).__name__}: {error}", err=True)
    click.echo("This is a fault of formgen, please report it.", err=True)
    click.echo("FORMGEN_DEBUG=1 in the environment shows where it happened.", err=True)
    return PROBLEMS
