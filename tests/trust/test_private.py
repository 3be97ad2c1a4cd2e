"""Nothing is told to the network, and to nobody else on the machine what a user did not print."""

import os
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from formgen.batch.plan import DataSource
from tests.trust.desk import COMMANDS, ROOT, Desk, ended, reaches

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and signals of POSIX")

_NO_NETWORK = """\
import os, sys
def look(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        os.write(2, f"the network was asked: {event} {args}".encode())
        os._exit(77)
sys.addaudithook(look)
"""
SECRET = "王小明的秘密"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "desk").mkdir()
    return Desk(tmp_path / "desk")


def without_network(folder: Path) -> dict[str, str]:
    (folder / "sitecustomize.py").write_text(_NO_NETWORK)
    return {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


def test_no_command_that_prints_asks_the_network(desk: Desk, tmp_path: Path) -> None:
    environment = without_network(tmp_path)
    for name in ("render", "preview", "data", "merge_doc", "check", "both", "merged_word", "mail"):
        status, said = desk.run(*COMMANDS[name], env=environment)
        assert status in (0, 1), f"{name}: {said}"
        desk.clear()


def test_a_command_that_asked_the_network_would_be_found_out(tmp_path: Path) -> None:
    asks = "import socket; socket.getaddrinfo('localhost', 80)"
    environment = {**os.environ, **without_network(tmp_path)}
    done = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True)
    assert done.returncode == 77


@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o022, 0o644)])
def test_what_is_written_has_the_mode_that_the_user_asks_for(
    desk: Desk, mask: int, mode: int
) -> None:
    for name in ("render", "both", "merged_word", "mail"):
        desk.run(*COMMANDS[name], before=partial(os.umask, mask))
        modes = {path.name: path.stat().st_mode & 0o777 for path in desk.written()}
        assert modes
        assert set(modes.values()) == {mode}, modes
        desk.clear()


def test_temporary_files_are_private_and_do_not_stay(desk: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    environment = {"TMPDIR": str(kept)}
    for number in (0, signal.SIGTERM):
        process = desk.start(*COMMANDS["both"], env=environment, before=partial(os.umask, 0))
        reaches(process, lambda: any(kept.iterdir()))
        seen = [path.stat().st_mode & 0o077 for path in kept.iterdir()]
        if number:
            process.send_signal(number)
        ended(process)
        assert not any(seen)
        assert not list(kept.iterdir())
        desk.clear()


def test_the_journal_of_a_run_has_no_values(desk: Desk) -> None:
    command = (*COMMANDS["files"], "--where", f"customer_name != '{SECRET}'")
    process = desk.start(*command, "--name", f"{SECRET}-{{{{ index }}}}")
    reaches(process, lambda: (desk.out / "manifest.csv").exists())
    process.kill()
    process.communicate()
    journal = (desk.out / ".formgen-run").read_text("utf-8")
    assert re.fullmatch(r'\{("[\w ]+": "[0-9a-f]{64}"(, )?)+\}', journal)


def test_a_password_is_told_nowhere(desk: Desk) -> None:
    url = "postgresql://me:geheim@127.0.0.1:1/customers"
    status, said = desk.run("batch", "own", url, "--query", "SELECT 1", "-o", "out")
    assert (status, "error[no-connection]" in said) == (1, True)
    assert "geheim" not in said
    assert not [path for path in desk.written() if b"geheim" in path.read_bytes()]


def test_a_new_password_is_no_other_database() -> None:
    first, second, other = (
        DataSource(f"postgresql://{login}@host/customers", query="SELECT 1").digest()
        for login in ("me:one", "me:two", "you:one")
    )
    assert first == second != other
