import os
import subprocess
import sys
from pathlib import Path

import pytest

from formgen.batch.journal import begin
from formgen.errors import OutputError, UsageError

FACTS = {"the data": "1"}


def test_a_journal_is_there_until_the_run_ends(tmp_path: Path) -> None:
    path = tmp_path / "run"
    journal = begin(path, FACTS, resume=False, restart=False)
    assert path.exists()
    assert not journal.goes_on
    journal.end()
    assert not path.exists()


def test_a_run_that_was_left_goes_on_with_the_same_facts(tmp_path: Path) -> None:
    begin(tmp_path / "run", FACTS, resume=False, restart=False).leave()
    journal = begin(tmp_path / "run", FACTS, resume=True, restart=False)
    assert journal.goes_on
    journal.end()


def test_a_run_that_was_left_before_its_facts_were_written_begins(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    journal = begin(tmp_path / "run", FACTS, resume=False, restart=False)
    assert (journal.goes_on, journal.damaged) == (False, False)
    journal.end()


@pytest.mark.parametrize("content", [b'{"the da', b"\xff\0", b"[" * 100_000, b"[]"])
def test_a_run_whose_facts_cannot_be_read_begins_and_says_so(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "run").write_bytes(content)
    journal = begin(tmp_path / "run", FACTS, resume=True, restart=False)
    assert (journal.goes_on, journal.damaged) == (False, True)
    journal.end()


def test_a_journal_that_is_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "run")
    with pytest.raises(OutputError):
        begin(tmp_path / "run", FACTS, resume=True, restart=False)


def test_what_is_left_of_an_older_run_is_cleared_before_the_facts_are_written(
    tmp_path: Path,
) -> None:
    path, seen = tmp_path / "run", []
    begin(
        path, FACTS, resume=False, restart=True, clear=lambda: seen.append(path.read_text())
    ).end()
    assert seen == [""]


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    """The other run is another process: locks are between processes."""
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom formgen.batch.locks import hold\n"
        "hold(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    path = tmp_path / "run"
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(OutputError) as caught:
            begin(path, FACTS, resume=True, restart=False)
        assert str(caught.value) == (
            f"{tmp_path}: error[in-use]: another run is writing here\n"
            "  hint: wait for it to end, or print into another folder"
        )
        other.kill()
    begin(path, FACTS, resume=True, restart=False).end()


def test_a_journal_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "run").symlink_to("elsewhere")
    with pytest.raises(OutputError):
        begin(tmp_path / "run", FACTS, resume=False, restart=False)
    assert not (tmp_path / "elsewhere").exists()


def test_facts_that_changed_are_named(tmp_path: Path) -> None:
    begin(tmp_path / "run", {**FACTS, "formgen": "1"}, resume=False, restart=False).leave()
    with pytest.raises(UsageError, match="since then the data and formgen changed"):
        begin(tmp_path / "run", {"the data": "2", "formgen": "2"}, resume=True, restart=False)
