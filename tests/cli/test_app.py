"""The command line as a process of its own: exit codes, streams, and what is never shown."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import formgen
from formgen.cli.app import app
from formgen.errors import DataError
from tests.cli.conftest import Cli

COMMANDS = [
    "list", "show", "data", "render", "batch", "mail", "merge-doc", "check", "preview", "map",
    "new", "schema", "fonts",
]  # fmt: skip


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "formgen", *arguments]
    return subprocess.run(command, capture_output=True, check=False)


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make `formgen schema` raise `error`."""

    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(app.commands["schema"], "callback", fail)


@pytest.mark.usefixtures("folder")
def test_a_sheet_is_rendered_by_a_process() -> None:
    done = run("render", "own", "-o", "-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"%PDF")
    assert done.stdout.endswith(b"%%EOF\n")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["check", "own"], 0), (["render", "own", "--set", "verdict=x"], 1), (["render", "no"], 2)],
)
def test_the_exit_code_says_how_it_went(arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, b"")
    assert b"Traceback" not in done.stderr


def test_help_names_each_command_and_shows_examples() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, b"")
    listed = done.stdout.decode().partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed[: len(COMMANDS)]] == COMMANDS
    assert not [line for line in listed if line.endswith("...")]
    assert "Examples:" in done.stdout.decode()


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_shows_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"], prog_name="formgen")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"  formgen {command}" in result.stdout.partition("Example")[2]


def test_the_version_is_that_of_the_package(cli: Cli) -> None:
    result = cli("--version")
    name, version = result.stdout.split()
    assert (result.exit_code, name) == (0, "formgen")
    assert version.count(".") == 2


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom formgen.cli.app import app\ntry: app(['--help'], 'formgen')\n"
        "except SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"reportlab", "jinja2", "lxml", "rich", "fontTools", "docx", "PIL", "pypdfium2"}
    loaded = set(done.stderr.split())
    assert "formgen.api" in loaded
    assert not (heavy | {"zxingcpp", "decimal", "json", "importlib.metadata"}) & loaded


def test_the_library_imports_nothing_heavy() -> None:
    code = "import sys, formgen; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"reportlab", "jinja2", "lxml", "rich", "fontTools", "docx", "PIL", "click"}
    assert not heavy & set(done.stdout.split())


def test_all_public_names_are_there_and_documented() -> None:
    for name in formgen.__all__:
        assert getattr(formgen, name).__doc__, name


def test_an_unexpected_error_is_told_without_a_traceback(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ZeroDivisionError("division by zero"))
    result = cli("schema")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "internal error: ZeroDivisionError: division by zero\n"
        "This is a fault of formgen, please report it.\n"
        "FORMGEN_DEBUG=1 in the environment shows where it happened.\n"
    )


def test_an_unexpected_error_shows_its_traceback_to_who_asks(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMGEN_DEBUG", "1")
    failing(monkeypatch, ZeroDivisionError("division by zero"))
    result = cli("schema")
    assert result.exit_code == 1
    assert "Traceback (most recent call last)" in result.stderr


def test_an_interrupt_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    result = cli("schema")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.splitlines()[-1] == "stopped"


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (DataError.of("bad", "it is bad"), 1, "error[bad]: it is bad\n"),
        (MemoryError(), 1, "error[no-memory]: there is too little memory for this\n"),
        (formgen.UsageError.of("bad", "it is bad"), 2, "error[bad]: it is bad\n"),
        (formgen.LayoutError.of("bad", "it is bad"), 1, "error[bad]: it is bad\n"),
        (formgen.FontError.of("bad", "it is bad"), 1, "error[bad]: it is bad\n"),
        (formgen.OutputError.of("bad", "it is bad"), 1, "error[bad]: it is bad\n"),
        (click.FileError("a.csv", "it is bad"), 1,
         "Error: Could not open file 'a.csv': it is bad\n"),
        (PermissionError(13, "Permission denied", "a.csv"), 1,
         "a.csv: error[not-read]: Permission denied\n"),
    ],
)  # fmt: skip
def test_each_class_of_error_has_its_text_and_exit_code(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, message: str
) -> None:
    failing(monkeypatch, error)
    result = cli("schema")
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", message)


def test_a_reader_that_has_had_enough_gets_no_complaint() -> None:
    command = [sys.executable, "-m", "formgen", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_an_output_that_takes_no_more_is_told_once() -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "formgen", "schema"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert done.stderr.startswith(b"standard output: error[disk-full]: cannot write there")


def test_ctrl_c_ends_a_process_without_a_traceback(folder: Path) -> None:
    os.mkfifo(folder / "slow.json")
    command = [sys.executable, "-m", "formgen", "render", "own", "--data", "slow.json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        pipe = opened_by_a_reader(folder / "slow.json")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        os.close(pipe)
    assert (process.returncode, out) == (130, b"")
    assert err.split() == [b"stopped"]
    assert sorted(os.listdir(folder)) == ["own", "slow.json"]


def opened_by_a_reader(pipe: Path) -> int:
    """Wait until a process reads from `pipe`; return the writing end, opened."""
    for _ in range(200):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody reads from the pipe")


def test_a_terminal_that_lacks_characters_is_no_reason_to_fail() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "formgen", "list"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u5ba2" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_a_pdf_never_goes_to_a_terminal(folder: Path) -> None:
    import pty

    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "formgen", "render", "own", "-o", "-"]
    done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, check=False)
    os.close(terminal)
    os.close(controller)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "error[binary-to-terminal]: standard output is a terminal\n"
        "  hint: send it on with > or |, or name a file with -o\n"
    )
