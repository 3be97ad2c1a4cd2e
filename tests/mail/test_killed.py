"""The sender itself, killed and told to end in the middle of a run, and started again."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.mail.conftest import PostOffice, appears, write_manifest

ROOT = Path(__file__).parents[2]
COUNT = 60
SECONDS = 4.0
"""How long runs are killed again and again."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def command(office: PostOffice, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "formgen", "mail", "sheets/manifest.csv", "--to", "email",
        "--from", "客服 <office@example.com>", "--subject", "{{ name }}", "--body", "letter.txt.j2",
        "--attach", "--smtp", f"smtp://127.0.0.1:{office.port}", "--plain", *more,
    ]  # fmt: skip


def start(office: PostOffice, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(office, *more),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def run(office: PostOffice, *more: str) -> tuple[int, str]:
    with start(office, *more) as process:
        _, said = process.communicate(timeout=60)
        return process.returncode, said


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_manifest(Path("sheets"), COUNT)
    Path("letter.txt.j2").write_text("您好 {{ name }}\n", encoding="utf-8")
    return tmp_path


def arrived(office: PostOffice) -> Counter[str]:
    return Counter(str(message["To"]) for message in office.messages)


def test_a_sender_that_is_killed_again_and_again_sends_none_twice_and_leaves_none_out(
    folder: Path, office: PostOffice
) -> None:
    office.delay = 0.01
    moments = random.Random()
    until, kills = time.monotonic() + SECONDS, 0
    while time.monotonic() < until or not kills:
        office.envelopes.clear()
        (folder / "sheets" / "manifest.mail.csv").unlink(missing_ok=True)
        for goal in (1, 25, 45):
            with start(office, "--quiet") as process:
                while process.poll() is None and len(office.envelopes) < goal:
                    time.sleep(0.001)
                time.sleep(moments.uniform(0, 0.03))
                kills += process.poll() is None
                process.kill()
                process.communicate()
        code, said = run(office)
        lines = [line for line in said.splitlines() if "unknown-delivery" in line]
        rows = [int(line.partition(", row ")[2].partition(":")[0]) for line in lines]
        doubtful = {f"w{row - 1}@example.com" for row in rows}
        got = arrived(office)
        assert [address for address, count in got.items() if count > 1] == []
        missing = {f"w{i}@example.com" for i in range(1, COUNT + 1)} - got.keys()
        assert missing <= doubtful
        assert code == (1 if doubtful else 0)
        assert run(office, "--unknown", "skip")[0] == 0
        assert run(office, "--quiet") == (0, "")
        assert arrived(office) == got


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_sender_that_is_told_to_end_waits_for_the_reply_and_leaves_nothing_unknown(
    folder: Path, office: PostOffice, number: signal.Signals
) -> None:
    office.delay = 0.3
    with start(office) as process:
        appears(lambda: len(office.envelopes) == 2)
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert said.splitlines() == [
        "stopped after 2 messages", "the same command goes on with those that were not sent",
    ]  # fmt: skip
    office.delay = 0
    assert run(office)[0] == 0
    assert arrived(office) == Counter({f"w{i}@example.com": 1 for i in range(1, COUNT + 1)})


def test_two_senders_by_one_ledger_are_refused(folder: Path, office: PostOffice) -> None:
    office.delay = 0.2
    with start(office) as first:
        appears(lambda: len(office.envelopes) == 1)
        code, said = run(office)
        first.kill()
        first.communicate()
    assert code == 1
    assert "error[in-use]: another run is sending by this ledger" in said


def test_a_full_disk_stops_the_run_before_the_message_is_sent(
    folder: Path, office: PostOffice
) -> None:
    with subprocess.Popen(
        command(office),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000)),
    ) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.count("error[disk-full]") == 1
    sent = len(office.envelopes)
    assert 0 < sent < COUNT
    code, said = run(office)
    unknown = said.count("error[unknown-delivery]")
    assert code == (1 if unknown else 0)
    got = arrived(office)
    assert max(got.values()) == 1
    assert COUNT - len(got) <= unknown <= 1
