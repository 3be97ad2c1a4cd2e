"""What a message says arrives: read by Python's parser, and by another (mailparse, in Rust)."""

import shutil
import subprocess
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fast_mail_parser import parse_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formgen.data.refusal import Refusal
from formgen.diagnostics import NOWHERE
from formgen.mail.addresses import Mailbox, mailboxes
from formgen.mail.attachments import Attachment
from formgen.mail.characters import require_one_line, require_plain
from formgen.mail.draft import Draft, Recipients
from tests.mail.conftest import parsed

WHEN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ME = Mailbox("客服中心", "office@example.com")


def draft(
    subject: str = "x",
    name: str = "",
    body: str = "x\n",
    file: str = "x.pdf",
    data: bytes = b"x",
    html: bool = False,
    address: str = "w@example.com",
) -> Draft:
    recipients = Recipients((Mailbox(name, address),))
    files = (Attachment(file, "application/pdf", data),)
    return Draft(NOWHERE, "", "", "", ME, recipients, None, subject, body, html, files)


def wire(made: Draft) -> bytes:
    return made.message(made.digest(), WHEN).as_bytes()


def one_line(text: str) -> bool:
    try:
        return require_one_line(text, "") == text != ""
    except Refusal:
        return False


def spaced(name: str) -> str:
    """A name as mailboxes have it: single blanks."""
    return " ".join(name.split())


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), min_size=1)
LINE = st.one_of(TEXT, st.text("王小明 a,<>@\"\\=?_;'()[]:.", min_size=1, max_size=90)).filter(
    one_line
)
BODY = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",), include_characters="\n\t."))


@settings(max_examples=60, deadline=None)
@given(subject=LINE, body=BODY, data=st.binary(max_size=200))
@example(subject="回访单" * 60, body=".\n..\nFrom me\n", data=b"\r\n.\r\n")
@example(subject="1+1=? =?", body="a" * 1200 + "\n", data=b"")
@example(subject="a" * 300, body="", data=b"")
def test_texts_and_files_arrive_intact(subject: str, body: str, data: bytes) -> None:
    sent = wire(draft(subject=subject, body=body + "\n", data=data))
    assert all(byte < 128 for byte in sent)
    assert b"\n" not in sent.replace(b"\r\n", b"")
    assert max(map(len, sent.split(b"\r\n"))) <= 998
    message, other = parsed(sent), parse_email(sent)
    assert message["Subject"] == subject
    assert other.subject == subject
    texts = [message.get_body().get_content(), other.text_plain[0]]  # type: ignore[union-attr]
    assert [text.replace("\r\n", "\n") for text in texts] == [body + "\n"] * 2
    assert [part.get_content() for part in message.iter_attachments()] == [data]
    assert [bytes(part.content) for part in other.attachments] == [data]


# Python's own parser (3.11) puts blanks into a name of several encoded words, against RFC 2047.
@settings(max_examples=60, deadline=None)
@given(name=LINE.map(spaced).filter(lambda text: 0 < len(text.encode()) <= 36))
@example(name="Wang, 小明")
@example(name='"quoted" \\ back')
def test_names_of_people_arrive_intact_and_bring_nobody_else(name: str) -> None:
    message = parsed(wire(draft(name=name)))
    assert [(a.display_name, a.addr_spec) for a in message["To"].addresses] == [
        (name, "w@example.com")
    ]
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    name=st.text("王小明 aüx", min_size=30, max_size=120)
    .map(spaced)
    .filter(lambda t: not t.isascii())
)
@example(name="长" * 80)
@example(name="aaaaaaaaaaaaaaaaüüüüüüüüü 小小小小小小小小小小小小小小小小小小小 ü ü")
def test_long_names_arrive_intact(name: str) -> None:
    assert parse_email(wire(draft(name=name))).headers["To"] == [f"{name} <w@example.com>"]


@settings(max_examples=60, deadline=None)
@given(file=LINE.filter(lambda text: not set('"<>') & set(text)))
@example(file="满意度回访单（蓝海科技有限公司华东区域运营管理中心）-二〇二六年十一月.pdf")
@example(file="a'b;d%20=?.pdf")
def test_names_of_files_arrive_intact(file: str) -> None:
    sent = wire(draft(file=file))
    assert [part.get_filename() for part in parsed(sent).iter_attachments()] == [file]


def test_another_parser_reads_a_chinese_file_name() -> None:
    names = ["满意度回访单（蓝海科技有限公司华东区域运营管理中心）.pdf", "王 小明.pdf", "a b.pdf"]
    assert [parse_email(wire(draft(file=name))).attachments[0].filename for name in names] == names


@pytest.mark.skipif(shutil.which("mshow") is None, reason="needs mblaze")
def test_a_mail_program_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "m.eml"
    made = draft("满意度回访单" * 10, "王小明", "您好\n", "回访单 王小明.pdf", b"%PDF \x00")
    path.write_bytes(wire(made))
    shown = subprocess.run(["mshow", path], capture_output=True, text=True, check=True).stdout
    assert f"Subject: {made.subject}" in shown
    assert "王小明 <w@example.com>" in shown
    assert "您好" in shown
    subprocess.run(["mshow", "-x", path], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "回访单 王小明.pdf").read_bytes() == b"%PDF \x00"


def test_the_same_draft_is_the_same_message_and_another_is_another() -> None:
    assert wire(draft()) == wire(draft())
    ids = {parsed(wire(d))["Message-ID"] for d in (draft(), draft(data=b"y"), draft(subject="y"))}
    assert len(ids) == 3


@settings(max_examples=60, deadline=None)
@given(text=st.text(), subject=st.text())
def test_no_value_becomes_a_header(text: str, subject: str) -> None:
    """Whatever stands in the data: it is refused, or it is a value and no more."""
    try:
        boxes = mailboxes(text, "it")
        made = draft(subject=require_one_line(subject, "it"), body=require_plain(text, "it"))
    except Refusal:
        return
    for box in boxes:
        assert unicodedata.is_normalized("NFC", box.address.rpartition("@")[2])
    if made.subject:
        assert set(parsed(wire(made)).keys()) >= {"Subject"}
        assert "Bcc" not in parsed(wire(made))
