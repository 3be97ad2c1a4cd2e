import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formgen.batch.names import LONGEST, Names, safe_name
from formgen.data.formula import neutralised

HOSTILE = [
    ("张三", "张三.pdf"),
    ("张三.pdf", "张三.pdf"),
    ("张三.PDF", "张三.pdf"),
    ("a.docx", "a.docx.pdf"),
    ("../../etc/passwd", "_._.._etc_passwd.pdf"),
    ("/etc/passwd", "_etc_passwd.pdf"),
    ("C:\\Windows\\win.ini", "C__Windows_win.ini.pdf"),
    ("a\x00b\nc\x1b[31m", "a_b_c_[31m.pdf"),
    ("\u202efdp.exe", "_fdp.exe.pdf"),
    ("CON", "_CON.pdf"),
    ("con.tar", "_con.tar.pdf"),
    ("Lpt1 .txt", "_Lpt1 .txt.pdf"),
    ("COM¹", "_COM¹.pdf"),
    ("console", "console.pdf"),
    (".hidden", "_hidden.pdf"),
    ("..", "000007.pdf"),
    ("", "000007.pdf"),
    ("   ", "000007.pdf"),
    (".pdf", "000007.pdf"),
    ("name. . .", "name.pdf"),
    ("-rf", "_rf.pdf"),
    ("~root", "_root.pdf"),
    ("=1+1", "_1+1.pdf"),
    ("'=1+1", "_=1+1.pdf"),
    ("＠SUM", "_SUM.pdf"),
    ('a<b>c:"d|e?f*g', "a_b_c__d_e_f_g.pdf"),
    ("e\u0301", "é.pdf"),
    ("half \ud800 pair", "half _ pair.pdf"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "name"), HOSTILE)
def test_a_hostile_name_becomes_one_that_every_file_system_takes(wanted: str, name: str) -> None:
    assert safe_name(wanted, "pdf", "000007") == name


def test_rare_characters_of_names_stay() -> None:
    assert safe_name("李𬭩\ue000\U00031350", "pdf", "1") == "李𬭩\ue000\U00031350.pdf"


def test_a_long_name_is_cut_between_characters_and_keeps_its_ending() -> None:
    name = safe_name("x" + "好" * 200, "pdf", "1")
    assert name == "x" + "好" * 83 + ".pdf"
    assert len(name.encode()) <= LONGEST


def test_a_letter_is_not_cut_off_its_accents() -> None:
    stem = "a" * 248 + "q\u0323\u0307"
    assert safe_name(stem, "pdf", "1") == "a" * 248 + ".pdf"


def test_a_name_that_is_taken_gets_a_number() -> None:
    names = Names()
    given = ["a.pdf", "a.pdf", "A.PDF", "a (2).pdf", "b.pdf"]
    assert [names.take(name) for name in given] == [
        "a.pdf", "a (2).pdf", "A (3).PDF", "a (2) (2).pdf", "b.pdf",
    ]  # fmt: skip


def test_the_names_of_the_run_itself_are_not_given_away() -> None:
    assert Names(("All.pdf",)).take("all.pdf") == "all (2).pdf"


def test_a_name_that_is_numbered_stays_within_its_length() -> None:
    names = Names()
    longest = safe_name("好" * 200, "pdf", "1")
    names.take(longest)
    again = names.take(longest)
    assert again.endswith(" (2).pdf")
    assert len(again.encode()) <= LONGEST


def test_many_records_of_one_name_are_named_in_no_time() -> None:
    names = Names()
    assert len({names.take("a.pdf") for _ in range(20_000)}) == 20_000


NASTY = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="./\\ ~-=+@:*?\"<>|'\x00\n\u202e", max_size=20),
    st.sampled_from(["con", "NUL", "aux.txt", "..", "../x", "/", "a" * 400, "é", "e\u0301", "ß"]),
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(NASTY, min_size=40, max_size=40))
def test_a_thousand_hostile_names_are_plain_distinct_and_whole(wanted: list[str]) -> None:
    names = Names()
    made = [names.take(safe_name(each, "pdf", "000001")) for each in wanted]
    assert len({unicodedata.normalize("NFD", name).casefold() for name in made}) == len(made)
    for name in made:
        assert os.path.basename(name) == name
        assert name.endswith(".pdf")
        assert len(name.encode()) <= LONGEST
        assert not name.startswith((".", "-", "~", " "))
        assert unicodedata.is_normalized("NFC", name)
        assert neutralised(name) == name
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in name)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(NASTY, min_size=10, max_size=10))
def test_the_disk_takes_every_name_inside_its_folder(tmp_path: Path, wanted: list[str]) -> None:
    folder = tmp_path / "out"
    folder.mkdir(exist_ok=True)
    before = set(os.listdir(folder))
    names = Names(tuple(before))
    made = [names.take(safe_name(each, "pdf", "000001")) for each in wanted]
    for name in made:
        (folder / name).write_bytes(b"")
    assert set(os.listdir(folder)) - before == set(made)
    assert os.listdir(tmp_path) == ["out"]
