"""The one place that turns what went wrong into text on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterable

import click

from formgen.diagnostics import Diagnostic, Severity
from formgen.errors import FormgenError, OutputError, UsageError
from formgen.output import unsaved
from formgen.stopping import exit_code

PROBLEMS = 1
WRONG_USAGE = 2

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def exit_code_of(run: Callable[[], object]) -> int:
    """Return the exit code of `run`, with what went wrong said on stderr."""
    code = _code_of(run)
    try:
        sys.stdout.flush()
    except OSError as error:
        _give_up_output()
        if error.errno == errno.EPIPE:  # who reads it has had enough
            return code or PROBLEMS
        return code or _tell_problems(unsaved(error, "standard output"))
    return code


def _code_of(run: Callable[[], object]) -> int:
    try:
        result = run()
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
    except MemoryError:
        return _tell_problems(OutputError.of("no-memory", "there is too little memory for this"))
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
    """Say what the system refused, but not that nobody reads the output any more."""
    if error.filename is not None:
        click.echo(f"{error.filename}: error[not-read]: {error.strerror}", err=True)
        return PROBLEMS
    if error.errno is None:
        return _tell_bug(error)
    if error.errno == errno.EPIPE:
        _give_up_output()
        return PROBLEMS
    message = f"the system does not let this go on: {error.strerror}"
    return _tell_problems(OutputError.of("refused-by-system", message))


def _give_up_output() -> None:
    """Let the null device take what is left, which Python would write and complain of at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_bug(error: Exception) -> int:
    if os.environ.get("FORMGEN_DEBUG") == "1":
        traceback.print_exc()
    click.echo(f"internal error: {type(error).__name__}: {error}", err=True)
    click.echo("This is a fault of formgen, please report it.", err=True)
    click.echo("FORMGEN_DEBUG=1 in the environment shows where it happened.", err=True)
    return PROBLEMS
