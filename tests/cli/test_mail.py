import re
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Cli
from tests.mail.conftest import PostOffice, open_office, parsed  # noqa: F401 - a fixture

DATA = "record_id,姓名,email\nA-1,王小明,w@example.com\nA-2,李𬭩,li@例子.公司\n"
ARGUMENTS = (
    "--to", "email", "--from", "客服 <a@example.com>", "--subject", "登记表：{{ 姓名 }}",
    "--body", "letter.txt.j2",
)  # fmt: skip


@pytest.fixture
def printed(cli: Cli, folder: Path) -> Cli:
    """Sheets that a batch has printed, and a letter."""
    (folder / "data.csv").write_text(DATA, encoding="utf-8")
    (folder / "letter.txt.j2").write_text("您好 {{ 姓名 }}\n", encoding="utf-8")
    run = cli("batch", "own", "data.csv", "-o", "sheets", "--manifest", "m.xlsx", "--quiet")
    assert run.exit_code == 0, run.stderr
    return cli


@pytest.mark.parametrize("manifest", ["sheets/manifest.csv", "m.xlsx"])
def test_sheets_become_messages(printed: Cli, folder: Path, manifest: str) -> None:
    run = printed("mail", manifest, *ARGUMENTS, "--attach", "--out", "drafts")
    assert run.exit_code == 0, run.stderr
    assert re.fullmatch(r"2 messages written in \d+\.\d s → drafts\n", run.stderr)
    message = parsed((folder / "drafts" / "A-2.eml").read_bytes())
    (sheet,) = message.iter_attachments()
    assert message["Subject"] == "登记表：李𬭩"
    assert sheet.get_content() == (folder / "sheets" / "A-2.pdf").read_bytes()


def test_the_workbook_has_the_records_as_text(printed: Cli) -> None:
    rows = list(openpyxl.load_workbook("m.xlsx").active.values)
    assert rows[0][-3:] == ("record_id", "姓名", "email")
    assert (rows[1][3], rows[1][-1]) == ("sheets/A-1.pdf", "w@example.com")


def test_addresses_are_said_only_if_asked_for(printed: Cli) -> None:
    arguments = ("mail", "data.csv", *ARGUMENTS, "--dry-run")
    assert printed(*arguments).stderr == "2 messages checked, nothing was written\n"
    assert printed(*arguments, "-v", "--limit", "1").stderr == (
        "A-1: w@example.com: 登记表：王小明\n1 message checked, nothing was written\n"
    )


def test_wrong_rows_make_exit_code_1_and_go_to_rejects(printed: Cli, folder: Path) -> None:
    (folder / "data.csv").write_text(DATA.replace("w@example.com", "w@"), encoding="utf-8")
    run = printed("mail", "data.csv", *ARGUMENTS, "--out", "drafts")
    assert run.exit_code == 1
    assert run.stderr.startswith("data.csv, row 2, column email: error[bad-address]: ")
    assert run.stderr.endswith("1 rejected → drafts; rejects in drafts/rejects.csv\n")
    assert printed("mail", "data.csv", *ARGUMENTS, "--out", "d", "--strict").exit_code == 1
    assert not (folder / "d").exists()


def test_it_is_sent_and_only_once(printed: Cli, open_office) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    office: PostOffice = open_office(enable_SMTPUTF8=False)
    smtp = ("--smtp", f"smtp://127.0.0.1:{office.port}", "--plain")
    run = printed("mail", "sheets/manifest.csv", *ARGUMENTS, "--attach", *smtp)
    assert run.exit_code == 0, run.stderr
    assert run.stderr.endswith("; ledger sheets/manifest.mail.csv\n")
    again = printed("mail", "sheets/manifest.csv", *ARGUMENTS, "--attach", *smtp)
    assert re.fullmatch(r"0 messages sent in \d+\.\d s, 2 sent before\n", again.stderr)
    assert [e.rcpt_tos for e in office.envelopes] == [
        ["w@example.com"], ["li@xn--fsqu00a.xn--55qx5d"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ((), "no-output"), (("--out", "d", "--smtp", "smtp://h"), "given-twice"),
        (("--out", "d", "--rate", "3"), "not-applicable"), (("--smtp", "x"), "bad-server"),
        (("--out", "d", "--attach"), "no-manifest"),
        (("--out", "d", "--cc", "chef"), "unknown-column"),
    ],
)  # fmt: skip
def test_wrong_usage_is_said(printed: Cli, more: tuple[str, ...], code: str) -> None:
    run = printed("mail", "data.csv", *ARGUMENTS, *more)
    assert run.exit_code == 2
    assert f"error[{code}]" in run.stderr
