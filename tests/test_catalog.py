from pathlib import Path

import pytest

from formgen.catalog import find_form, form_ids
from formgen.errors import UsageError
from formgen.resources import MemoryLibrary

FORM = '<form title="表"><p>x</p></form>'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a form in it: `own/form.xml.j2`."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "form.xml.j2").write_text(FORM, encoding="utf-8")
    return folder


def message_of(form: str, templates: list[Path] | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        find_form(form, templates or [])
    return str(caught.value)


def test_the_reference_form_is_among_the_shipped_ones() -> None:
    assert "satisfaction_callback" in form_ids()


def test_folders_that_forms_share_are_no_forms() -> None:
    assert not [form_id for form_id in form_ids() if form_id.startswith("_")]


def test_a_shipped_form_is_found_by_its_id() -> None:
    found = find_form("satisfaction_callback")
    assert (found.id, found.name) == ("satisfaction_callback", "satisfaction_callback/form.xml.j2")
    assert found.samples == "satisfaction_callback/sample.csv"
    assert found.library.read(found.name)


@pytest.mark.parametrize("spelling", ["own", "own/", "./own", "own/form.xml.j2"])
def test_a_form_is_found_by_its_path(
    own: Path, spelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    found = find_form(spelling)
    assert (found.id, found.name, found.samples) == (
        "own",
        "own/form.xml.j2",
        "own/sample.csv",
    )
    assert found.library.read("form.xml.j2") == FORM.encode()


def test_the_folder_one_stands_in_is_a_form_too(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own)
    assert find_form(".").id == "own"


def test_a_layout_file_of_another_name_gives_the_id(own: Path) -> None:
    (own / "visit.xml.j2").write_text(FORM, encoding="utf-8")
    assert find_form(own / "visit.xml.j2").id == "visit"


def test_a_form_by_path_shares_what_lies_beside_its_folder_and_what_ships(own: Path) -> None:
    (own.parent / "_ours").mkdir()
    (own.parent / "_ours" / "head.xml.j2").write_text("ours", encoding="utf-8")
    library = find_form(own).library
    assert library.read("_ours/head.xml.j2") == b"ours"
    assert library.read("satisfaction_callback/form.xml.j2")


def test_an_id_is_looked_for_among_the_users_templates_first(own: Path) -> None:
    ours = own.rename(own.parent / "satisfaction_callback")
    found = find_form("satisfaction_callback", [ours.parent])
    assert found.library.read(found.name) == FORM.encode()


def test_an_id_is_found_in_a_library_in_memory() -> None:
    library = MemoryLibrary({"own/form.xml.j2": FORM})
    assert find_form("own", library).library.read("own/form.xml.j2") == FORM.encode()
    assert "own" in form_ids(library)
    assert "satisfaction_callback" in form_ids(library)


def test_an_unknown_id_gets_a_suggestion() -> None:
    assert message_of("satisfaction_calback") == (
        "error[unknown-form]: there is no form `satisfaction_calback`\n"
        "  hint: did you mean `satisfaction_callback`?"
    )


def test_an_id_like_no_other_is_sent_to_the_list() -> None:
    assert message_of("zzz") == (
        "error[unknown-form]: there is no form `zzz`\n"
        "  hint: `formgen list` shows the forms; a path names a layout of your own"
    )


def test_a_missing_file_is_named() -> None:
    assert message_of("a/b.xml.j2") == "error[no-such-file]: there is no file `a/b.xml.j2`"


def test_a_folder_without_a_layout_is_named(tmp_path: Path) -> None:
    assert message_of(str(tmp_path)) == (
        f"error[no-layout]: the folder `{tmp_path}` has no form.xml.j2 in it"
    )


def test_a_missing_folder_of_templates_is_named(tmp_path: Path) -> None:
    assert message_of("own", [tmp_path / "gone"]) == (
        f"{tmp_path}/gone: error[no-such-folder]: there is no such folder of templates"
    )
