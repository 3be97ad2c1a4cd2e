"""House style: one file brands all forms, and whatever is wrong in it is told with its line."""

import io
from pathlib import Path

import pytest
from PIL import Image as Pictures

import formgen
from formgen import FormgenError, LayoutError, MemoryLibrary, UsageError
from formgen.catalog import form_ids
from formgen.layout.boxes import Image, Run

BRAND = """\
[options]
organization = "蓝海通信客户服务部"
logo = "logo.png"
hotline = "400-800-1234"
accent = "#0b6e4f"

[forms.satisfaction_callback]
number = "LH-KF-07"
"""
POSTED = ("address_labels", "cover_letter", "envelope_dl")
"""Forms that bear the office as a sender."""

PLAIN = '<form title="登记表">{% set a = option("rows", 1) %}<p>{{ a }}</p></form>'


def png(width: int = 90, height: int = 30) -> bytes:
    """A green picture."""
    out = io.BytesIO()
    Pictures.new("RGB", (width, height), "#0b6e4f").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An options file with its logo beside it."""
    (tmp_path / "logo.png").write_bytes(png())
    return written(tmp_path, BRAND)


def written(folder: Path, text: str) -> Path:
    """The options file of a folder."""
    file = folder / "formgen.toml"
    file.write_text(text, encoding="utf-8")
    return file


def printed(form: formgen.LoadedForm) -> str:
    """All text of the blank sheet."""
    items = [item for page in form.sheet()[0].pages for item in page.items]
    return " ".join(item.text for item in items if isinstance(item, Run))


def pictures(form: formgen.LoadedForm) -> list[Image]:
    """The pictures on the first page of the blank sheet."""
    return [item for item in form.sheet()[0].pages[0].items if isinstance(item, Image)]


def problems(file: Path, form: str = "service_order", **more: object) -> list[str]:
    """What is told of an options file: line, code and message."""
    with pytest.raises(FormgenError) as caught:
        formgen.load(form, options_file=file, **more)  # type: ignore[arg-type]
    for each in caught.value.diagnostics:
        assert each.place.file == str(file), each
    return [f"{d.place.line} {d.code}: {d.message}" for d in caught.value.diagnostics]


# ---- what it does ---------------------------------------------------------------------------


@pytest.mark.parametrize("form_id", sorted({*form_ids()} - {*POSTED}))
def test_every_shipped_form_bears_the_office_and_keeps_its_pages(form_id: str, house: Path) -> None:
    plain, branded = formgen.load(form_id), formgen.load(form_id, options_file=house)
    assert "蓝海通信客户服务部" in printed(branded)
    assert "400-800-1234" in printed(branded)
    assert [picture.data for picture in pictures(branded)] == [png()]
    assert len(branded.sheet()[0].pages) == len(plain.sheet()[0].pages)
    titles = [i for i in branded.sheet()[0].pages[0].items if getattr(i, "color", "") == "#0b6e4f"]
    assert "".join(run.text for run in titles if isinstance(run, Run)).replace(
        " ", ""
    ) == branded.title.replace(" ", "")
    for kind in ("pdf", "docx"):
        assert branded.fill().written(kind).losses == plain.fill().written(kind).losses


@pytest.mark.parametrize("form_id", POSTED)
def test_what_is_posted_bears_the_sender(form_id: str, house: Path) -> None:
    options = {"return_address": "江南市望江路18号", "return_postcode": "310051"}
    form = formgen.load(form_id, options_file=house, options=options)
    assert "蓝海通信客户服务部" in printed(form)
    assert "江南市望江路18号" in printed(form)
    shown = form_id != "address_labels"
    assert ("400-800-1234" in printed(form)) == shown
    assert bool(pictures(form)) == shown
    assert len(form.sheet()[0].pages) == 1


def test_a_number_is_said_for_one_form(house: Path) -> None:
    assert "LH-KF-07" in printed(formgen.load("satisfaction_callback", options_file=house))
    assert "KF-ZW-01" in printed(formgen.load("service_order", options_file=house))


def test_the_call_goes_over_the_form_and_the_form_over_all(tmp_path: Path) -> None:
    text = '[options]\nhotline = "1"\naccent = "red"\n[forms.service_order]\nhotline = 2\n'
    file = written(tmp_path, text)
    form = formgen.load("service_order", options_file=file, options={"accent": "#00f"})
    assert {o.name: o.value for o in form.options if o.name in ("hotline", "accent")} == {
        "hotline": "2",
        "accent": "#0000ff",
    }


def test_the_logo_keeps_its_proportions_and_its_bounds(tmp_path: Path) -> None:
    for width, height in ((60, 60), (90, 30), (900, 30)):
        logo = png(width, height)
        (picture,) = pictures(formgen.load("service_order", options={"logo": logo}))
        assert picture.rect.w / picture.rect.h == pytest.approx(width / height)
        assert picture.rect.h <= 8 * 72 / 25.4 + 0.01
        assert picture.rect.w <= 40 * 72 / 25.4 + 0.01


def test_a_logo_of_the_call_is_bytes_or_a_file_anywhere(house: Path) -> None:
    for logo in (png(), house.parent / "logo.png", str(house.parent / "logo.png")):
        form = formgen.load("service_order", options={"logo": logo})
        assert [picture.data for picture in pictures(form)] == [png()]


def test_the_same_house_gives_the_same_bytes(house: Path) -> None:
    first, second = (formgen.load("service_order", options_file=house) for _ in range(2))
    assert first.render() == second.render()


def test_a_form_of_ones_own_passes_over_what_only_others_have(house: Path) -> None:
    library = MemoryLibrary({"own/form.xml.j2": PLAIN})
    assert formgen.load("own", options_file=house, templates=library).title == "登记表"


def test_a_table_may_be_for_a_form_that_is_not_here(tmp_path: Path) -> None:
    file = written(tmp_path, "[forms.visit_of_ours]\nrows = 3\n")
    assert formgen.load("service_order", options_file=file).id == "service_order"


# ---- what is wrong in it --------------------------------------------------------------------


def test_all_typos_are_told_with_their_lines(tmp_path: Path) -> None:
    text = '\n[option]\naccent = "red"\n[options]\nlogo = ["a"]\n[forms]\nservice_order = 1\n'
    assert problems(written(tmp_path, f'number = "X"{text}')) == [
        "1 unknown-key: `number` stands in no table",
        "2 unknown-key: there is no table `option`; allowed: [options], and [forms.ID] for each"
        " form",
        "5 bad-option-value: option `logo` must be a text in quotes, a number, true or false",
        "7 bad-option-value: `forms.service_order` must be a table",
    ]


def test_an_option_that_no_form_has_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, '[options]\norganisation = "客服部"\n')
    assert problems(file) == ["2 unknown-option: no form has an option `organisation`"]
    with pytest.raises(UsageError, match="did you mean `organization`"):
        formgen.load("service_order", options_file=file)


def test_an_option_that_the_form_lacks_is_told_in_its_own_table(tmp_path: Path) -> None:
    file = written(tmp_path, '[forms.service_order]\n\nhot_line = "1"\n')
    (told,) = problems(file)
    assert told.startswith("3 unknown-option: the layout has no option `hot_line`")


def test_an_id_that_is_nearly_that_of_a_form_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, '[forms.satisfaction_calback]\nnumber = "1"\n')
    assert problems(file) == ["1 unknown-form: there is no form `satisfaction_calback`"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('accent = "greenish"', "2 bad-option-value: option `accent` cannot be `greenish`"),
        (
            'logo = "none.png"',
            "2 bad-option-value: option `logo` cannot be `none.png`; there is no",
        ),
        ('logo = "formgen.toml"', "2 bad-option-value: option `logo` cannot be `formgen.toml`; it"),
        ('logo = "../secret.png"', "2 bad-option-value: option `logo` cannot be `../secret.png`"),
        ('logo = "/etc/hostname"', "2 bad-option-value: option `logo` cannot be `/etc/hostname`"),
        ('identity = "off"', "2 bad-option-value: option `identity` cannot be `off`; allowed are"),
        ("hotline = ", "2 bad-toml: Invalid value"),
    ],
)
def test_a_bad_value_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path.parent / "secret.png").write_bytes(png())
    (found,) = problems(written(tmp_path, f"[options]\n{line}\n"))
    assert found.startswith(told)


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "logo.png").symlink_to(tmp_path / "secret.png")
    (found,) = problems(written(folder, '[options]\nlogo = "logo.png"\n'))
    assert "it is a link that leads out of the folder" in found


def test_a_damaged_logo_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png()[:50])
    file = written(tmp_path, '[options]\nlogo = "logo.png"\n')
    with pytest.raises(LayoutError, match=r"formgen\.toml:2: error\[bad-image\]: the picture is"):
        formgen.load("service_order", options_file=file).fill()


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "formgen.toml"
    file.write_bytes('[options]\norganization = "客服部"'.encode("gb18030"))
    assert problems(file) == ["2 not-utf-8: the file is not UTF-8 text"]
    (told,) = problems(tmp_path / "none.toml")
    assert told.startswith("0 unreadable-file")


def test_a_layout_cannot_read_a_file_by_an_option(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    source = '<form title="T">{% set a = option("a", "") %}<p><img src="{{ a }}"/></p></form>'
    library = MemoryLibrary({"own/form.xml.j2": source})
    with pytest.raises(LayoutError, match="missing-picture"):
        formgen.load("own", templates=library, options={"a": str(tmp_path / "secret.png")})


def test_the_kind_of_an_option_is_checked() -> None:
    source = '<form title="T">{% set a = option("a", "", kind="sound") %}</form>'
    library = MemoryLibrary({"own/form.xml.j2": source})
    with pytest.raises(LayoutError, match="the kind of option `a` is none of"):
        formgen.load("own", templates=library)


# ---- a house of one's own -------------------------------------------------------------------


def test_a_house_changes_the_foot_of_all_forms_with_one_file(tmp_path: Path) -> None:
    (tmp_path / "_macros").mkdir()
    (tmp_path / "_macros" / "sheet.xml.j2").write_text(
        '{% extends "_macros/sheet.xml.j2" %}\n'
        "{% block footer %}<footer><p>蓝海通信内部资料</p></footer>{% endblock %}\n",
        encoding="utf-8",
    )
    for form_id in {*form_ids()} - {*POSTED}:
        assert "蓝海通信内部资料" in printed(formgen.load(form_id, templates=[tmp_path]))


def test_a_house_says_its_defaults_in_a_layout(tmp_path: Path) -> None:
    (tmp_path / "service_order").mkdir()
    (tmp_path / "service_order" / "form.xml.j2").write_text(
        '{% extends "service_order/form.xml.j2" %}\n'
        "{% block letterhead %}<p>蓝海通信 · {{ hotline }}</p>{% endblock %}\n",
        encoding="utf-8",
    )
    form = formgen.load("service_order", templates=[tmp_path], options={"hotline": "12345"})
    assert "蓝海通信 · 12345" in printed(form)
