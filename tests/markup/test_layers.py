"""A form of a user's own extends the one that ships by the same name."""

from pathlib import Path

import pytest

import formgen
from formgen.layout.boxes import Run
from formgen.markup.layers import Layers
from formgen.resources import ChainLibrary, FolderLibrary, MemoryLibrary, layers

NAME = "satisfaction_callback/form.xml.j2"
MINE = """\
{% extends "satisfaction_callback/form.xml.j2" %}
{% block footer %}<footer><p>自留备查</p></footer>{% endblock %}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of templates with a form of the shipped form's id."""
    (tmp_path / NAME).parent.mkdir()
    (tmp_path / NAME).write_text(MINE, encoding="utf-8")
    return tmp_path


def texts(form: formgen.LoadedForm) -> str:
    return "\n".join(i.text for i in form.sheet()[0].pages[0].items if isinstance(i, Run))


def test_a_form_extends_the_shipped_one_of_the_same_id(mine: Path) -> None:
    form = formgen.load("satisfaction_callback", templates=[mine])
    assert "自留备查" in texts(form)
    assert "保存期限" not in texts(form)
    assert form.fields == formgen.load("satisfaction_callback").fields


def test_it_does_so_by_its_path_too(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mine)
    for templates in ([], [mine]):
        form = formgen.load("./satisfaction_callback", templates=templates)
        assert texts(form).count("自留备查") == 1


def test_what_the_shipped_form_says_can_be_kept(mine: Path) -> None:
    kept = MINE.replace("<footer>", "{{ super() }}<footer on='later'>")
    form = formgen.load("satisfaction_callback", templates=MemoryLibrary({NAME: kept}))
    assert "保存期限" in texts(form)


def test_a_fault_is_told_with_the_file_of_its_layer(mine: Path) -> None:
    (mine / NAME).write_text(MINE + "{% block boody %}{% endblock %}", encoding="utf-8")
    with pytest.raises(formgen.LayoutError) as caught:
        formgen.load("satisfaction_callback", templates=[mine])
    (told,) = caught.value.diagnostics
    assert (told.code, told.place.file, told.place.line) == ("unknown-block", str(mine / NAME), 3)
    assert told.hint == "did you mean `body`?"


def test_a_template_that_no_further_layer_has_calls_itself_without_end() -> None:
    library = MemoryLibrary({"own/form.xml.j2": '{% extends "own/form.xml.j2" %}'})
    with pytest.raises(formgen.LayoutError, match="endless-layout"):
        formgen.load("own", templates=library)


def test_each_layer_is_one_deeper() -> None:
    library = ChainLibrary(tuple(MemoryLibrary({"a": text}) for text in "123"))
    beneath = Layers(library)
    second = beneath.joined("a", "a")
    third = beneath.joined("a", second)
    assert [beneath.read(name) for name in ("a", second, third)] == [b"1", b"2", b"3"]
    assert beneath.joined("a", third) == "a"
    assert beneath.joined("b", second) == "b"


def test_a_folder_that_is_named_twice_is_one_layer(tmp_path: Path) -> None:
    folder = FolderLibrary.of([tmp_path, tmp_path])
    memory = MemoryLibrary({})
    assert layers(ChainLibrary((folder, memory, folder))) == [
        FolderLibrary.of([tmp_path]),
        memory,
    ]


def test_macros_of_the_same_name_are_imported_from_the_next_layer() -> None:
    macros = (
        '{% from "_macros/m.xml" import one %}{% macro two() %}<p>二</p>{{ one() }}{% endmacro %}'
    )
    layout = '<form title="表">{% from "_macros/m.xml" import two %}{{ two() }}</form>'
    mine = MemoryLibrary({"own/form.xml.j2": layout, "_macros/m.xml": macros})
    base = MemoryLibrary({"_macros/m.xml": "{% macro one() %}<p>一</p>{% endmacro %}"})
    form = formgen.load("own", templates=ChainLibrary((mine, base)))
    assert texts(form).splitlines()[:2] == ["二", "一"]
