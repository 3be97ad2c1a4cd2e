"""README.md of templates/ is as the code makes it: text to the letter, pictures to the eye."""

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from markdown_it import MarkdownIt
from PIL import Image, ImageDraw

import formgen
from formgen.catalog import form_ids
from formgen.cli.app import app
from formgen.markup.vocabulary import VOCABULARY
from formgen.resources import MemoryLibrary
from tests.reference.examples import element_pictures
from tests.reference.forms import FORMS
from tests.reference.macros import macro_files
from tests.reference.page import PICTURES, README, TEMPLATES, with_parts
from tests.reference.pictures import TOLERANCE, cropped, difference, small_file
from tests.reference.previews import form_pictures

ROOT = TEMPLATES.parent
STALE = "is not what it shows any more; run `make reference`, and look at the change"


@pytest.fixture(scope="module")
def pictures():
    return element_pictures()


@pytest.fixture(scope="module")
def previews():
    return form_pictures()


def test_the_text_is_as_the_code_makes_it(pictures):
    text = README.read_text(encoding="utf-8")
    assert with_parts(text, pictures) == text, f"{README.name} {STALE}"


def test_each_element_is_shown_as_it_prints_now(pictures):
    for each in pictures.values():
        for picture in each:
            _same(TEMPLATES / PICTURES / picture.name, picture.png)


def test_no_picture_is_left_over(pictures):
    named = {picture.name for each in pictures.values() for picture in each}
    assert {path.name for path in (TEMPLATES / PICTURES).iterdir()} == named


def test_each_form_is_shown_as_it_prints_now(previews):
    for name, png in previews.items():
        _same(TEMPLATES / name / "preview.png", png)


def _same(path, png):
    assert path.is_file(), f"{path.relative_to(ROOT)} is missing; run `make reference`"
    assert difference(path.read_bytes(), png) <= TOLERANCE, f"{path.relative_to(ROOT)} {STALE}"


def test_the_catalogue_tells_of_every_form():
    assert set(form_ids()) <= FORMS.keys(), "add the form to tests/reference/forms.py"


def test_every_element_has_a_picture(pictures):
    assert [name for name in VOCABULARY if not pictures[name]] == []


def test_pictures_are_small(pictures, previews):
    sizes = {p.name: len(p.png) for each in pictures.values() for p in each}
    assert max(sizes.values()) < 15_000
    assert max(map(len, previews.values())) < 120_000


# ---- what notices a change ------------------------------------------------------------------


def _picture(text):
    image = Image.new("RGB", (300, 60), "white")
    ImageDraw.Draw(image).text((20, 20), text, fill="black", font_size=28)
    return small_file(image)


def test_another_digit_is_a_difference_and_the_same_text_is_none():
    assert difference(_picture("10 mm"), _picture("10 mm")) == 0
    assert difference(_picture("10 mm"), _picture("18 mm")) > TOLERANCE


def test_another_size_is_a_difference():
    one, other = (small_file(Image.new("RGB", size, "white")) for size in ((80, 80), (80, 90)))
    assert difference(one, other) > TOLERANCE


def test_an_empty_page_is_no_picture_of_anything():
    with pytest.raises(ValueError, match="nothing on the picture"):
        cropped(Image.new("RGB", (80, 80), "white"))


# ---- macros ---------------------------------------------------------------------------------


def test_a_macro_is_told_by_its_parameters_and_the_comment_over_it(tmp_path):
    (tmp_path / "a.xml.j2").write_text(
        "{# What they\n   share. #}\n\n"
        "{# One row. #}\n{% macro row(name, wide=false) %}{% endmacro %}\n"
        "\n{% macro inner() %}{% endmacro %}\n"
    )
    [file] = macro_files(tmp_path)
    assert (file.name, file.about) == ("a.xml.j2", "What they\n   share.")
    assert [(m.signature, m.about) for m in file.macros] == [("row(name, wide=false)", "One row.")]


def test_a_sheet_to_extend_keeps_its_macros_to_itself(tmp_path):
    (tmp_path / "a.xml.j2").write_text(
        "{# A sheet. #}\n{# A line. #}\n{% macro line() %}{% endmacro %}\n"
        "{% block body %}{% endblock %}\n"
    )
    assert [file.macros for file in macro_files(tmp_path)] == [()]


def test_every_file_of_shared_macros_says_what_it_is_for():
    for file in macro_files(TEMPLATES / "_macros"):
        assert file.about, file.name


# ---- what is written by hand ------------------------------------------------------------------


def _by_hand():
    text = README.read_text(encoding="utf-8")
    return re.sub(r"<!-- made: .*?<!-- /made -->", "", text, flags=re.DOTALL)


def _blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", _by_hand(), re.MULTILINE | re.DOTALL)


def test_the_layouts_to_copy_print():
    layouts = [block for block in _blocks("xml") if "<form" in block or "extends" in block]
    assert len(layouts) == 3
    for layout in layouts:
        own = MemoryLibrary({"satisfaction_callback/form.xml.j2": layout})
        form = formgen.load("satisfaction_callback", templates=own)
        assert form.check() == []


def test_the_option_to_copy_is_one():
    [line] = [block for block in _blocks("xml") if block.startswith("{% set box_side")]
    form = line + '<form title="a"><choice name="a" options="b|c" box="{{ box_side }}"/></form>'
    own = MemoryLibrary({"mine/form.xml.j2": form})
    assert formgen.load("mine", templates=own).options[0].choices == ("after", "before")


def test_the_commands_to_paste_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [line for block in _blocks("sh") for line in block.splitlines()]
    assert len(lines) > 5
    for line in lines:
        arguments = shlex.split(line, comments=True)[1:]
        result = CliRunner().invoke(app, arguments, prog_name="formgen")
        assert (result.exit_code, line) == (0, line), result.stderr


# ---- Markdown -------------------------------------------------------------------------------

MARKDOWN = MarkdownIt("commonmark").enable("table")
PAGES = [ROOT / "README.md", README]


@cache
def _page(path):
    return html.fromstring(f"<main>{MARKDOWN.render(path.read_text(encoding='utf-8'))}</main>")


def _anchor(heading):
    """The anchor that GitHub gives a heading: lower case, words joined, no punctuation."""
    text = re.sub(r"[^\w\- ]", "", heading.text_content().strip().lower())
    return text.replace(" ", "-")


@cache
def _anchors(path):
    return [_anchor(heading) for heading in _page(path).iter("h1", "h2", "h3", "h4")]


@pytest.mark.parametrize("path", PAGES, ids=["README.md", "templates/README.md"])
def test_every_link_and_picture_leads_somewhere(path):
    page = _page(path)
    links = [*page.xpath("//a/@href"), *page.xpath("//img/@src")]
    relative = [link for link in links if not re.match(r"https?:", link)]
    assert relative
    for link in relative:
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target), link


def test_every_heading_has_an_anchor_of_its_own():
    anchors = _anchors(README)
    assert len(anchors) == len(set(anchors)), [a for a in anchors if anchors.count(a) > 1]


def test_every_element_has_a_heading_an_example_and_a_picture():
    page = _page(README)
    names = [heading.text_content() for heading in page.iter("h4")]
    assert names == list(VOCABULARY)
    for name in VOCABULARY:
        [heading] = page.xpath(f"//h4[code='{name}']")
        following = [node.tag for node in heading.itersiblings() if node.tag in ("h4", "pre")]
        assert following[0] == "pre", name
        assert page.xpath(f"//img[@src='{PICTURES}/{name}.png']"), name


def test_the_rows_of_a_table_have_as_many_cells_as_its_head():
    tables = list(_page(README).iter("table"))
    assert len(tables) > len(VOCABULARY) / 2
    for table in tables:
        counts = {len(row) for row in table.iter("tr")}
        assert len(counts) == 1, table.text_content()[:60]


def test_no_markup_of_a_layout_is_lost_as_html():
    tags = {node.tag for node in _page(README).iter() if isinstance(node.tag, str)}
    text = {"main", "h1", "h2", "h3", "h4", "p", "em", "strong", "code", "pre", "br", "a", "img"}
    assert tags <= text | {"ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


def test_pictures_are_as_wide_as_the_page_shows_them():
    for source, width in zip(
        _page(README).xpath("//img/@src"), _page(README).xpath("//img/@width"), strict=True
    ):
        with Image.open(Path(README.parent / source)) as image:
            assert image.width >= 2 * int(width) - 1, source
