import os
from contextlib import closing
from pathlib import Path

import pytest

from formgen.errors import OutputError, UsageError
from formgen.mail.ledger import Ledger, State, Terms, read_past

TERMS = Terms("letter", "key")


def write(path: Path, *states: tuple[str, State]) -> Ledger:
    ledger = Ledger(path, TERMS, amended=False)
    for who, state in states:
        name = ledger.past.name(who)
        whom = ledger.past.recipients([f"{who}@example.com"])
        ledger.add(state, name, f"<{name}@x>", whom, key=who, row=2, reply="a,\nb")
    ledger.close()
    return ledger


def states(path: Path, *who: str) -> list[State | None]:
    past = read_past(path)
    return [past.state(past.name(each)) for each in who]


def test_what_was_begun_and_did_not_end_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    write(path, ("a", State.SENDING), ("a", State.SENT), ("b", State.SENDING))
    assert states(path, "a", "b", "c") == [State.SENT, State.UNKNOWN, None]
    write(path, ("b", State.SENT))
    assert states(path, "b") == [State.SENT]


def test_at_whatever_byte_it_was_cut_off_nothing_is_taken_for_sent_that_was_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "l.csv"
    write(path, ("a", State.SENDING), ("a", State.SENT), ("b", State.SENDING))
    whole = path.read_bytes()
    order = [None, State.UNKNOWN, State.SENT]
    reached = 0
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        (found,) = states(path, "a")
        assert order.index(found) >= reached
        reached = order.index(found)
        with closing(Ledger(path, TERMS, amended=False)) as ledger:
            assert ledger.past.state(ledger.past.name("a")) is found
        assert path.read_bytes().endswith(b"\r\n")
        assert states(path, "a") == [found]
    assert reached == 2


def test_names_differ_from_ledger_to_ledger(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a.csv"), write(tmp_path / "b.csv")
    assert one.past.name("x") != other.past.name("x")
    assert one.past.name("x") == read_past(tmp_path / "a.csv").name("x")


@pytest.mark.parametrize("text", ["", "name,email\n", "name,email\nx,y\n", "key,state\r\n1,2\r\n"])
def test_a_file_that_is_no_ledger_is_never_written_to(tmp_path: Path, text: str) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(text.encode())
    if not text:
        assert write(path).past.word
        return
    with pytest.raises(OutputError, match="bad-ledger"):
        write(path)
    assert path.read_bytes() == text.encode()


def test_a_line_that_someone_changed_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    write(path, ("a", State.SENT))
    path.write_bytes(path.read_bytes().replace(b",sent,", b",send,"))
    with pytest.raises(OutputError, match="line 3 of the ledger"):
        read_past(path)


def test_what_excel_saves_is_still_understood(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    write(path, ("7", State.SENT))
    text = path.read_text(encoding="utf-8-sig").replace("T", " ")
    path.write_text(text, encoding="gb18030")
    assert states(path, "7") == [State.SENT]


def test_another_letter_or_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    write(path)
    with pytest.raises(UsageError, match="changed-since"):
        Ledger(path, Terms("other", "key"), amended=False)
    with pytest.raises(UsageError, match="two messages"):
        Ledger(path, Terms("letter", "id"), amended=True)
    Ledger(path, Terms("other", "key"), amended=True).close()
    assert read_past(path).terms == Terms("other", "key")


def test_it_does_not_follow_a_link(tmp_path: Path) -> None:
    os.symlink(tmp_path / "elsewhere", tmp_path / "l.csv")
    with pytest.raises(OutputError):
        write(tmp_path / "l.csv")
    assert not (tmp_path / "elsewhere").exists()


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(tmp_path: Path) -> None:
    write(tmp_path / "l.csv", ("=1+1", State.SENT))
    assert ",'=1+1," in (tmp_path / "l.csv").read_text(encoding="utf-8-sig")
