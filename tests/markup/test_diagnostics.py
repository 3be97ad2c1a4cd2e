"""Every way to get a layout wrong, and exactly what its author is told (see diagnostics.txt)."""

import re
from pathlib import Path

import pytest

from formgen.errors import LayoutError
from formgen.markup.compile import compile_form
from formgen.resources import MemoryLibrary


def _cases():
    """Yield each case of diagnostics.txt: its sentence and its parts by name."""
    text = (Path(__file__).parent / "diagnostics.txt").read_text(encoding="utf-8")
    text = re.sub(r"^####.*\n", "", text, flags=re.MULTILINE)
    for case in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        sentence, _, rest = case.partition("\n")
        parts = re.split(r"^--- (.*)\n", rest, flags=re.MULTILINE)[1:]
        yield pytest.param(dict(zip(parts[::2], parts[1::2], strict=True)), id=sentence)


def _told(sources, options=()):
    with pytest.raises(LayoutError) as error:
        compile_form(MemoryLibrary(sources), "t.xml", dict(options))
    return error.value


@pytest.mark.parametrize("parts", list(_cases()))
def test_the_author_is_told(parts):
    told = parts.pop("told").rstrip("\n")
    options = [line.split("=") for line in parts.pop("options", "").splitlines()]
    sources = {name: text.removesuffix("\n") for name, text in parts.items()}
    assert str(_told(sources, options)) == told


def test_the_table_is_large():
    assert len(list(_cases())) >= 90


def test_a_file_that_is_no_text_is_told_with_its_line():
    told = str(_told({"t.xml": b"<form>\n\xff"}))
    assert told == (
        "t.xml:2: error[not-text]: the file is not UTF-8 text\n  hint: save the file as UTF-8"
    )


def test_all_that_is_wrong_is_told_in_one_run():
    body = (
        "<p colr='red'>{{ nobody }}</p>\n<tabel/>\n<text name='a' min-size='9'/>\n"
        "<table cols='1fr 1fr'>\n<tr><td/></tr>\n</table>\n<tick name='b' option='c'/>"
    )
    told = _told({"t.xml": f"<form title='T'>\n{body}\n</form>"}, {"rows": "3"})
    assert [(d.code, d.place.line) for d in told.diagnostics] == [
        ("undefined-name", 2),
        ("unknown-option", 0),
        ("unknown-attribute", 2),
        ("unknown-element", 3),
        ("bad-attribute", 4),
        ("table-grid", 6),
        ("unknown-field", 8),
    ]


def test_a_picture_that_is_a_link_out_of_the_folder_is_told(tmp_path):
    from formgen.resources import FolderLibrary

    (tmp_path / "link.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    folder = tmp_path / "own" / "visit"
    folder.mkdir(parents=True)
    (folder / "link.png").symlink_to(tmp_path / "link.png")
    body = '<form title="T"><p><img src="link.png"/><img src="lnk.png"/></p></form>'
    (folder / "form.xml.j2").write_text(body, encoding="utf-8")
    with pytest.raises(LayoutError) as error:
        compile_form(FolderLibrary.of([tmp_path / "own"]), "visit/form.xml.j2")
    link, missing = error.value.diagnostics
    assert link.message == "the picture `link.png` is a link that leads out of its folder"
    assert link.hint == "links must stay below the folder; put the picture itself there"
    assert missing.hint == ""


def test_the_file_is_named_as_its_author_knows_it(tmp_path, monkeypatch):
    from formgen.resources import FolderLibrary

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "form.xml.j2").write_text("<form/>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LayoutError, match=r"^mine/form\.xml\.j2:1: error\[missing-attribute\]"):
        compile_form(FolderLibrary.of([tmp_path]), "mine/form.xml.j2")
