from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from formgen.errors import DataError, OutputError, UsageError
from formgen.mail.ledger import read_past
from formgen.mail.plan import MailPlan
from formgen.mail.source import Source
from tests.mail.conftest import LETTER, Listener, PostOffice, parsed, run


def sending(plan: MailPlan, office: PostOffice) -> MailPlan:
    return replace(plan, server=office.server())


def written(plan: MailPlan) -> dict[str, bytes]:
    folder = Path("drafts")
    run(replace(plan, folder=folder))
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def of(data: str, plan: MailPlan) -> MailPlan:
    Path("data.csv").write_text(data, encoding="utf-8")
    letter = replace(plan.letter, attach=False)
    return replace(plan, data=Source("data.csv"), letter=letter)


def test_each_record_gets_its_own_sheet(plan: MailPlan, office: PostOffice) -> None:
    tally, _ = run(sending(plan, office))
    assert (tally.done, tally.failed) == (5, False)
    found = [
        (m["To"], m["Subject"], a.get_filename(), a.get_content())
        for m in office.messages
        for a in m.iter_attachments()
    ]
    assert found == [
        (f"w{i}@example.com", f"回访单 王{i}", f"回访单 {i}.pdf", f"%PDF sheet {i}".encode())
        for i in range(1, 6)
    ]
    assert {m["From"] for m in office.messages} == {"客服 <office@example.com>"}
    assert office.messages[0].get_body().get_content() == "您好 王1：\r\n\r\n见附件。\r\n"  # type: ignore[union-attr]
    assert len({m["Message-ID"] for m in office.messages}) == 5


def test_files_are_called_as_the_sheets_and_are_the_same_each_time(plan: MailPlan) -> None:
    first = written(plan)
    assert list(first) == [f"回访单 {i}.eml" for i in range(1, 6)]
    assert written(plan) == first
    message = parsed(first["回访单 3.eml"])
    assert (message["To"], message["X-Unsent"]) == ("w3@example.com", "1")
    assert all(byte < 128 for data in first.values() for byte in data)


def test_the_same_command_again_sends_nothing(plan: MailPlan, office: PostOffice) -> None:
    run(sending(plan, office))
    tally, listener = run(sending(plan, office))
    assert (tally.done, tally.before, listener.said) == (0, 5, [])
    assert len(office.envelopes) == 5


def test_a_trial_of_a_few_is_followed_by_the_others(plan: MailPlan, office: PostOffice) -> None:
    assert run(replace(sending(plan, office), limit=2))[0].done == 2
    assert run(replace(sending(plan, office), where='name == "王5"'))[0].done == 1
    tally, _ = run(sending(plan, office))
    assert (tally.before, tally.done) == (3, 2)
    assert sorted(m["To"] for m in office.messages) == [f"w{i}@example.com" for i in range(1, 6)]


def test_what_is_rejected_by_the_batch_has_no_sheet_to_send(plan: MailPlan) -> None:
    path = Path("sheets/manifest.csv")
    text = path.read_bytes().decode("utf-8-sig").replace("printed", "rejected", 1)
    path.write_text(text, encoding="utf-8-sig")
    tally, listener = run(replace(plan, folder=Path("drafts")))
    assert (tally.done, tally.unprinted, tally.failed, listener.said) == (4, 1, False, [])


BAD = """\
record_id,name,email,file
A,王,w@example.com,
B,"Wang
Bcc: x@example.com",w@example.com,
C,王,"w@example.com
Bcc: x@example.com",
D,王,w@example,
E,王,,
F,\0,w@example.com,
A,王,w@example.com,
G,王,w@example.com,../secret.txt
H,王,w@example.com,/etc/passwd
I,王,w@example.com,link.pdf
J,王,w@example.com,none.pdf
"""


def test_all_rows_are_checked_and_the_wrong_ones_go_to_rejects(
    plan: MailPlan, office: PostOffice, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "link.pdf").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "sub" / "data.csv").write_text(BAD, encoding="utf-8")
    letter = replace(plan.letter, attach=False, attach_columns=("file",))
    plan = replace(sending(plan, office), data=Source("sub/data.csv"), letter=letter)
    tally, listener = run(plan)
    assert listener.said == [
        ("control-character", 3, "name"),
        ("control-character", 4, "email"),
        ("bad-address", 5, "email"),
        ("no-address", 6, "email"),
        ("control-character", 7, "name"),
        ("control-character", 7, ""),
        ("duplicate-record", 8, "record_id"),
        ("outside", 9, "file"),
        ("outside", 10, "file"),
        ("outside", 11, "file"),
        ("no-attachment", 12, "file"),
    ]
    assert (tally.done, tally.rejected) == (1, 10)
    assert [m["To"] for m in office.messages] == ["w@example.com"]
    rejects = Path("sub/data.mail-rejects.csv").read_text(encoding="utf-8-sig")
    assert rejects.splitlines()[0] == '"record_id","name","email","file","原因/reason"'
    assert not [d for d in listener.diagnostics if "example" in d.message]


def test_strict_sends_nothing_if_a_row_is_wrong(plan: MailPlan, office: PostOffice) -> None:
    data = "name,email\n王,w@example.com\n李,none\n"
    tally, _ = run(replace(sending(of(data, plan), office), strict=True))
    assert (tally.done, tally.rejected, office.envelopes) == (0, 1, [])
    assert not Path("data.mail.csv").exists()


def test_a_dry_run_neither_sends_nor_writes(plan: MailPlan, office: PostOffice) -> None:
    tally, listener = run(replace(sending(plan, office), dry_run=True))
    assert (tally.ready, tally.done, office.envelopes) == (5, 0, [])
    assert [draft.key for draft in listener.drafts] == [f"R-{i}" for i in range(1, 6)]
    assert not Path("sheets/manifest.mail.csv").exists()


def test_a_sheet_that_was_changed_or_is_everyones_is_not_sent(plan: MailPlan) -> None:
    Path("sheets/回访单 2.pdf").write_bytes(b"%PDF of another")
    path = Path("sheets/manifest.csv")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    cells = lines[3].split(",")
    lines[3] = ",".join([*cells[:3], "all.pdf", "1", "", *cells[6:]])
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    tally, listener = run(replace(plan, dry_run=True))
    assert listener.said == [("changed-file", 3, "file"), ("merged-file", 4, "file")]
    assert tally.ready == 3


def test_columns_that_are_not_there_are_all_said_at_once(plan: MailPlan) -> None:
    letter = replace(
        LETTER, to="mail", cc="chef", bcc="x@", sender="nobody", subject="{{ nme }}\n",
        body="{{ name }}\n{% if vip %}{% endif %}", attach_columns=("contract",), key="id",
        body_name="letter.j2",
    )  # fmt: skip
    with pytest.raises(UsageError) as caught:
        run(replace(plan, letter=letter, dry_run=True))
    found = [(d.code, str(d.place), d.hint[:30]) for d in caught.value.diagnostics]
    assert [(code, place) for code, place, _ in found] == [
        ("unknown-column", "--to"), ("unknown-column", "--cc"),
        ("unknown-column", "--attach-column"), ("unknown-column", "--key"),
        ("unknown-column", "--subject"), ("unknown-column", "letter.j2:2"),
        ("bad-address", "--from"), ("bad-address", "--bcc"),
    ]  # fmt: skip
    assert found[0][2] == "did you mean `email`?"
    assert found[4][2] == "did you mean `name`?"


def test_copies_go_to_a_column_or_an_address_and_blind_ones_are_seen_by_nobody(
    plan: MailPlan, office: PostOffice
) -> None:
    data = 'name,email,boss\n王,w@example.com,"老板 <b@example.com>; c@example.com"\n'
    letter = replace(LETTER, cc="boss", bcc="archive@example.com", reply_to="r@example.com")
    plan = replace(of(data, plan), letter=letter)
    run(sending(plan, office))
    assert office.envelopes[0].rcpt_tos == [
        "w@example.com", "b@example.com", "c@example.com", "archive@example.com",
    ]  # fmt: skip
    message = office.messages[0]
    assert (message["Cc"], message["Reply-To"]) == (
        "老板 <b@example.com>, c@example.com", "r@example.com",
    )  # fmt: skip
    assert b"archive" not in (office.envelopes[0].original_content or b"")
    assert parsed(written(plan)["000001.eml"])["Bcc"] == "archive@example.com"


def test_an_html_letter_escapes_values_and_has_a_text_beside_it(plan: MailPlan) -> None:
    data = "name,email\n<b>王 & 李</b>,w@example.com\n"
    body = "<p>您好 {{ name }}</p><p><a href='https://example.com/x'>here</a></p>"
    letter = replace(plan.letter, attach=False, body=body, html=True)
    files = written(replace(of(data, plan), letter=letter))
    message = parsed(files["000001.eml"])
    texts = [message.get_body((kind,)).get_content() for kind in ("plain", "html")]  # type: ignore[union-attr]
    assert texts == [
        "您好 <b>王 & 李</b>\r\n\r\nhere <https://example.com/x>\r\n",
        body.replace("{{ name }}", "&lt;b&gt;王 &amp; 李&lt;/b&gt;") + "\r\n",
    ]


def test_addresses_beyond_ascii_need_a_server_that_takes_them(
    plan: MailPlan, office: PostOffice, open_office: Callable[..., PostOffice]
) -> None:
    data = "name,email\n王,王@例子.公司\n李,li@例子.公司\n"
    old = open_office(enable_SMTPUTF8=False)
    tally, listener = run(sending(of(data, plan), old))
    assert listener.said == [("no-international", 2, "")]
    assert (tally.done, old.envelopes[0].rcpt_tos) == (1, ["li@xn--fsqu00a.xn--55qx5d"])
    with pytest.raises(OutputError, match="no-international"):
        run(replace(sending(of(data, plan), old), strict=True))
    assert run(sending(of(data, plan), office))[0].done == 1
    assert office.envelopes[0].rcpt_tos == ["王@xn--fsqu00a.xn--55qx5d"]


def test_another_letter_needs_another_ledger(plan: MailPlan, office: PostOffice) -> None:
    run(replace(sending(plan, office), limit=2))
    other = replace(sending(plan, office), letter=replace(plan.letter, subject="二 {{ name }}"))
    with pytest.raises(UsageError, match="changed-since"):
        run(other)
    assert run(replace(other, amended=True))[0].done == 3
    assert run(replace(other, ledger_at=Path("second.csv")))[0].done == 5
    assert len({m["Message-ID"] for m in office.messages}) == 10


def test_rows_without_a_key_that_were_changed_after_their_message_are_told(
    plan: MailPlan, office: PostOffice
) -> None:
    data = "name,email\n王,w@example.com\n李,li@example.com\n"
    plan = replace(sending(of(data, plan), office), limit=1)
    run(plan)
    changed = replace(of(data.replace("王", "汪"), plan), limit=None)
    with pytest.raises(UsageError, match="changed-since"):
        run(changed)
    assert run(replace(of(data + "孙,s@example.com\n", plan), limit=None))[0].done == 2


def test_a_key_whose_message_went_to_another_address_is_told(
    plan: MailPlan, office: PostOffice
) -> None:
    data = "record_id,name,email\nA,王,w@example.com\nB,李,li@example.com\n"
    run(replace(sending(of(data, plan), office), limit=1))
    shifted = data.replace("\nA,", "\nX,").replace("\nB,", "\nA,")
    tally, listener = run(sending(of(shifted, plan), office))
    assert listener.said == [("recipient-changed", 3, "")]
    assert [m["To"] for m in office.messages] == ["w@example.com", "w@example.com"]
    assert tally.done == 1


def test_the_ledger_has_no_addresses_and_no_texts(plan: MailPlan, office: PostOffice) -> None:
    office.refuse = {"w2@example.com": "550 5.1.1 <w2@example.com>: no such user"}
    tally, listener = run(sending(plan, office))
    assert (tally.done, tally.refused) == (4, 1)
    assert listener.diagnostics[0].message == (
        "the server refused the address: 550 5.1.1 <…>: no such user"
    )
    ledger = Path("sheets/manifest.mail.csv").read_text(encoding="utf-8-sig")
    assert "550 5.1.1 <…>: no such user" in ledger
    assert not [w for w in ("w1@", "w2@", "王", "回访单") if w in ledger]
    office.refuse = {}
    assert run(sending(plan, office))[0].done == 1


def test_what_a_server_does_not_take_now_is_tried_again(plan: MailPlan, office: PostOffice) -> None:
    office.reply = lambda envelope: (
        "451 4.7.1 later" if b"w3@" in (envelope.content or b"") else "250 taken"  # type: ignore[operator]
    )
    tally, listener = run(sending(plan, office))
    assert (tally.done, tally.refused, listener.diagnostics[0].hint) == (
        4, 1, "the same command later tries it again",
    )  # fmt: skip
    office.reply = lambda _: "250 taken"
    assert run(sending(plan, office))[0].done == 1
    assert len({m["Message-ID"] for m in office.messages}) == 5


def test_a_line_that_breaks_before_the_reply_leaves_the_message_unknown(
    plan: MailPlan, office: PostOffice
) -> None:
    office.reply = lambda envelope: "hang up" if b"w2@" in envelope.content else "250 taken"  # type: ignore[operator]
    tally, listener = run(sending(plan, office))
    assert (tally.done, tally.unknown, listener.said) == (4, 1, [("unknown-delivery", 3, "")])
    office.reply = lambda _: "250 taken"
    tally, listener = run(sending(plan, office))
    assert (tally.done, tally.before, tally.unknown) == (0, 4, 1)
    assert run(replace(sending(plan, office), unknown="send"))[0].done == 1
    assert run(sending(plan, office))[0].before == 5
    assert len({m["Message-ID"] for m in office.messages}) == 5


def test_an_unknown_message_can_be_taken_as_sent(plan: MailPlan, office: PostOffice) -> None:
    office.reply = lambda envelope: "hang up" if b"w2@" in envelope.content else "250 taken"  # type: ignore[operator]
    run(sending(plan, office))
    assert run(replace(sending(plan, office), unknown="skip"))[0].before == 5
    tally, _ = run(sending(plan, office))
    assert (tally.before, tally.failed) == (5, False)


def test_a_connection_that_is_closed_between_messages_is_opened_again(
    plan: MailPlan, office: PostOffice
) -> None:
    closed: list[int] = []

    def close(envelope: object) -> str:
        closed.append(1)
        return "250 taken"

    office.reply = close
    listener = Listener(2, lambda: office.controller.loop.call_soon_threadsafe(_hang_up, office))
    tally, _ = run(sending(plan, office), listener)
    assert (tally.done, len(office.envelopes)) == (5, 5)


def _hang_up(office: PostOffice) -> None:
    import asyncio

    for task in asyncio.all_tasks(office.controller.loop):
        if "_handle_client" in repr(task):
            task.cancel()


def test_a_server_that_refuses_everything_ends_the_run(plan: MailPlan, office: PostOffice) -> None:
    office.reply = lambda _: "554 5.7.1 you are blocked"
    data = "name,email\n" + "".join(f"王{i},w{i}@example.com\n" for i in range(50))
    with pytest.raises(OutputError, match="you are blocked"):
        run(sending(of(data, plan), office))
    states = read_past(Path("data.mail.csv")).states
    assert len(states) == 20


def test_wrong_plans_are_refused(plan: MailPlan, office: PostOffice) -> None:
    both = replace(sending(plan, office), folder=Path("drafts"))
    stdin = replace(sending(plan, office), data=Source("-", "csv"))
    over = replace(sending(plan, office), ledger_at=Path("sheets/manifest.csv"))
    for wrong, code in (
        (both, "given-twice"), (plan, "no-output"), (stdin, "no-ledger"), (over, "same-file"),
        (replace(sending(plan, office), name="x"), "no-folder"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=code):
            run(wrong)


def test_a_condition_that_cannot_be_decided_rejects_the_record(plan: MailPlan) -> None:
    data = "name,email,speed\n王,w@example.com,fast\n"
    tally, _ = run(replace(of(data, plan), where="speed > 3", dry_run=True))
    assert tally.rejected == 1
    with pytest.raises((UsageError, DataError), match="unknown-field"):
        run(replace(of(data, plan), where="speeed > 3", dry_run=True))


def test_messages_of_an_earlier_run_are_told(plan: MailPlan) -> None:
    written(plan)
    _, listener = run(replace(plan, folder=Path("drafts"), limit=4))
    assert [d.code for d in listener.diagnostics] == ["earlier-files"]
