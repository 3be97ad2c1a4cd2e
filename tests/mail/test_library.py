from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from formgen.errors import UsageError
from formgen.mail import Letter, compose

LETTER = Letter(
    "email", "客服 <a@example.com>", "{{ name }} {{ index }}", "{{ record['full name'] }}"
)
WHEN = datetime(2026, 11, 22, tzinfo=UTC)


def test_records_become_messages_and_a_wrong_one_stops_no_other() -> None:
    records = [
        {"name": "王", "email": "w@example.com", "full name": "王小明"},
        {"name": "李", "email": "nobody", "full name": ""},
        {"name": "孙", "email": "s@example.com"},
    ]
    mails = list(compose(LETTER, records, date=WHEN))
    assert [m.message and m.message["Subject"] for m in mails] == ["王 1", None, None]
    assert [[d.code for d in m.diagnostics] for m in mails] == [
        [],
        ["bad-address"],
        ["bad-template"],
    ]
    first = mails[0].message
    assert first is not None
    assert first.get_content() == "王小明\r\n"
    assert bytes(first) == bytes(next(compose(LETTER, records, date=WHEN)).message or b"")


def test_no_records_are_no_messages() -> None:
    assert list(compose(LETTER, [])) == []


def test_a_letter_that_does_not_fit_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown-column"):
        next(compose(LETTER, [{"name": "x"}]))


@pytest.mark.parametrize(
    "text",
    ["{% include 'x' %}", "{{ ", "{{ ''.__class__.__mro__[1].__subclasses__() }}",
     "{{ name.missing }}", "{{ name + 1 }}", "{{ range(9) }}"],
)  # fmt: skip
def test_templates_reach_nothing_but_the_record(text: str) -> None:
    letter, codes = replace(LETTER, body=text), set()
    try:
        (mail,) = compose(letter, [{"name": "x", "email": "w@example.com"}])
        codes = {d.code for d in mail.diagnostics}
    except UsageError as error:
        codes = {d.code for d in error.diagnostics}
    assert codes in ({"bad-template"}, {"unknown-column"})


def test_a_body_is_html_by_the_name_of_its_file(tmp_path: Path) -> None:
    for name, html in (("a.txt.j2", False), ("a.html.j2", True), ("A.HTML", True), ("a.j2", False)):
        (tmp_path / name).write_text("﻿您好", encoding="utf-8")
        letter = LETTER.with_body_of(tmp_path / name)
        assert (letter.html, letter.body) == (html, "您好")
    (tmp_path / "gbk.txt").write_bytes("您好".encode("gbk"))
    with pytest.raises(UsageError, match="not UTF-8"):
        LETTER.with_body_of(tmp_path / "gbk.txt")
