"""From source to form: goldens of the whole model, and what single elements become."""

from decimal import Decimal

import pytest

from formgen.diagnostics import NOWHERE, Severity
from formgen.geometry import Insets
from formgen.markup.compile import compile_form
from formgen.model.blocks import (
    Blank,
    Choice,
    Code,
    Comb,
    DateEntry,
    Entry,
    Gap,
    Keep,
    Paragraph,
    Seal,
    Table,
    Text,
)
from formgen.model.dump import dump
from formgen.model.fields import DateField, NumberField, Option, TextField
from formgen.model.style import TextStyle, Track
from formgen.resources import FolderLibrary, MemoryLibrary
from formgen.units import mm


def _form(body, attributes="", **files):
    source = f'<form title="T" {attributes}>{body}</form>'
    return compile_form(MemoryLibrary({"t.xml": source} | files), "t.xml").form


def _block(body, attributes=""):
    (block,) = _form(body, attributes).body
    return block


def _cell(content, tag="td", attributes=""):
    table = _block(f'<table cols="1fr"><tr><{tag} {attributes}>{content}</{tag}></tr></table>')
    return table.rows[0].cells[0]


def _texts(paragraph):
    return "".join(item.text for item in paragraph.content if isinstance(item, Text))


# ---- goldens --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["everything", "plain_english"])
def test_the_model_of_a_case(name, cases, golden):
    compiled = compile_form(FolderLibrary.of([cases]), f"{name}.xml.j2")
    golden(f"{name}.model", dump(compiled.form))


def test_the_model_of_everything_with_its_options_set(cases, golden):
    options = {"box_side": "before", "identity": "no", "materials": "1", "watermark": "样张"}
    compiled = compile_form(FolderLibrary.of([cases]), "everything.xml.j2", options)
    golden("everything_options.model", dump(compiled.form))


# ---- the page -------------------------------------------------------------------------------


def test_what_a_form_does_not_say_has_a_default():
    form = _form("")
    assert (form.page.width, form.page.height) == (mm(210), mm(297))
    assert form.page.margins == Insets(mm(15), mm(18), mm(15), mm(18))
    assert (form.lang, form.identity, form.style) == ("zh-CN", True, TextStyle(10.5))


def test_landscape_turns_the_paper():
    page = _form("", 'size="A5" landscape="yes"').page
    assert (page.width, page.height) == (mm(210), mm(148))


def test_an_empty_attribute_is_as_good_as_none():
    assert _block('<p size="" align="">x</p>') == _block("<p>x</p>")


# ---- cells ----------------------------------------------------------------------------------


def test_one_entry_alone_is_the_cell():
    (entry,) = _cell('\n  <text name="a"/>\n').content
    assert isinstance(entry, Entry)


def test_an_entry_beside_text_stands_on_a_line():
    (paragraph,) = _cell('共 <number name="a"/> 家', attributes='align="right"').content
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.align, len(paragraph.content)) == ("right", 3)


def test_two_entries_share_a_line():
    (paragraph,) = _cell('<text name="a"/> <date name="b"/>').content
    assert isinstance(paragraph, Paragraph)


def test_an_entry_alone_between_blocks_is_a_block():
    kinds = [type(b) for b in _cell('<p>问题</p>\n<text name="a"/>\n<keep/>tail').content]
    assert kinds == [Paragraph, Entry, Keep, Paragraph]


def test_an_entry_alone_in_a_bold_word_stays_bold():
    (paragraph,) = _cell('<b><text name="a"/></b>').content
    assert paragraph.content[0].style == TextStyle(bold=True)


def test_an_empty_cell_has_no_content():
    assert _cell(" \n ").content == ()


def test_a_label_cell_is_one():
    assert _cell("x", "th").label
    assert not _cell("x").label


# ---- tables ---------------------------------------------------------------------------------


def test_head_rows_come_first_and_are_counted():
    table = _block(
        '<table cols="1fr"><thead><tr><th>a</th></tr><band>b</band></thead><tr><td/></tr></table>'
    )
    assert (table.head, len(table.rows), table.rows[1].band) == (2, 3, True)


def test_kept_rows_stay_with_the_next_all_but_the_last():
    row = "<tr><td/></tr>"
    table = _block(f'<table cols="1fr"><tbody keep="yes">{row * 3}</tbody>{row}</table>')
    assert [r.keep_next for r in table.rows] == [True, True, False, False]


def test_a_band_spans_all_columns_and_its_hint_is_small():
    table = _block('<table cols="1fr 1fr"><band hint="打√">服务</band><tr><td/><td/></tr></table>')
    (cell,) = table.rows[0].cells
    assert cell.colspan == 2
    assert cell.content[0].content == (
        Text("服务", place=cell.place),
        Text("\u3000打√", TextStyle(8.92, False), cell.place),
    )


def test_cells_that_span_rows_fill_the_grid():
    table = _block(
        '<table cols="1fr 1fr 1fr"><tr><td rowspan="2" colspan="2"/><td/></tr>'
        "<tr><td/></tr></table>"
    )
    assert len(table.rows) == 2


# ---- paragraphs and lists -------------------------------------------------------------------


def test_lists_have_markers_and_indents():
    body = '<ol start="9"><li>a<ul><li>b</li></ul>c</li><li>d</li></ol>'
    found = [(p.marker, p.indent, _texts(p)) for p in _form(body).body]
    assert found == [("9.", 0, "a"), ("•", 15.75, "b"), ("\u3000", 0, "c"), ("10.", 0, "d")]


def test_styles_nest():
    (inner,) = _block('<p><b><u>x<span bold="no" size="9pt"></span></u></b></p>').content
    assert inner.style == TextStyle(bold=True, underline=True)


# ---- entries and fields ---------------------------------------------------------------------


def test_a_score_goes_from_one_to_ten():
    form = _form('<score name="a"/>')
    assert form.body[0].align == "center"
    assert form.fields[0] == NumberField(
        "a", "a", False, form.fields[0].place, "", Decimal(1), Decimal(10), 0
    )


@pytest.mark.parametrize(
    ("attributes", "lang", "parts", "words", "pattern"),
    [
        ("", "zh-CN", True, ("年", "月", "日"), ""),
        ('time="yes"', "zh-CN", True, ("年", "月", "日", "时", "分"), ""),
        ("", "en", False, (), "%Y-%m-%d"),
        ('time="yes"', "en", False, (), "%Y-%m-%d %H:%M"),
        ('words="/ / ."', "en", True, ("/", "/", "."), ""),
        ('format="%d.%m.%Y"', "zh-CN", False, (), "%d.%m.%Y"),
    ],
)
def test_dates_follow_the_language(attributes, lang, parts, words, pattern):
    form = _form(f'<date name="d" {attributes}/>', f'lang="{lang}"')
    (entry,), (field,) = form.body, form.fields
    assert isinstance(entry, DateEntry)
    assert isinstance(field, DateField)
    assert (entry.parts, entry.words, field.format) == (parts, words, pattern)


def test_a_comb_holds_as_many_characters_as_it_has_boxes():
    form = _form('<comb name="a" boxes="11" pattern="[0-9]*"/>')
    assert isinstance(form.body[0], Comb)
    assert (form.fields[0].max_length, form.fields[0].pattern) == (11, "[0-9]*")


def test_an_option_with_a_blank_has_a_field_of_its_own():
    form = _form(
        '<choice name="kind" label="类型"><option code="x" blank="72pt"> 其他 </option></choice>'
    )
    choice, other = form.fields
    assert choice.options == (Option("x", "其他", 72.0),)
    assert (other.name, other.label) == ("kind_other", "类型（其他）")


def test_a_scale_has_numbers_and_more():
    form = _form('<scale name="a" from="0" to="2" extra="不清楚"/>')
    assert [o.code for o in form.fields[0].options] == ["0", "1", "2", "不清楚"]
    assert form.body[0].numbered


def test_a_tick_may_stand_before_its_choice():
    tick, choice = _form('<tick name="a" option="是"/><choice name="a" options="是|否"/>').body
    assert isinstance(tick, Choice)
    assert (tick.only, tick.bare, choice.only) == ("是", True, "")


def test_a_rating_is_a_table_with_a_choice_a_row():
    form = _form(
        '<rating scale="好|差" head="项目" numbered="yes" start="4">'
        '<item name="a" required="yes">态<b>度</b></item><item name="b" label="技术">水平</item>'
        "</rating>"
    )
    (table,) = form.body
    assert isinstance(table, Table)
    assert table.columns == (Track("fr", 2.0), Track("fr", 1.0), Track("fr", 1.0))
    assert [_texts(r.cells[0].content[0]) for r in table.rows] == ["项目", "4. 态度", "5. 水平"]
    assert [(f.name, f.label, f.required) for f in form.fields] == [
        ("a", "态度", True),
        ("b", "技术", False),
    ]
    assert [c.content[0].only for c in table.rows[1].cells[1:]] == ["好", "差"]


def test_a_code_shows_a_field_of_any_kind_or_declares_a_text():
    form = _form('<qr name="n"/><number name="n" label="数"/><barcode name="m" label="编号"/>')
    assert [type(f) for f in form.fields] == [NumberField, TextField]
    assert form.fields[1].label == "编号"
    fixed = _block('<qr value="10000" size="72pt"/>')
    assert isinstance(fixed, Code)
    assert (fixed.value, fixed.width, fixed.height) == ("10000", 72.0, 72.0)


def test_a_picture_stands_beside_the_layout_or_in_the_root():
    png = b"\x89PNG\r\n\x1a\n"
    source = '<form title="T"><img src="a.png"/><img src="b.png"/></form>'
    files = {"x/f.xml": source, "x/a.png": png + b"a", "b.png": png + b"b", "a.png": png}
    first, second = compile_form(MemoryLibrary(files), "x/f.xml").form.body
    assert (first.data, second.data) == (png + b"a", png + b"b")


def test_seals_without_a_name_get_one():
    seals = _form("<seal/><seal/>").body
    assert [s.name for s in seals if isinstance(s, Seal)] == ["seal", "seal_2"]


def test_a_field_named_again_is_the_same_field():
    form = _form(
        '<header><text name="no"/></header><p><number name="n"/></p>'
        '<text name="no" label="编号" max-length="9"/>'
    )
    assert [(f.name, f.label) for f in form.fields] == [("no", "编号"), ("n", "n")]
    assert form.fields[0].max_length == 9


def test_places_point_to_the_source():
    body = '\n\n<p>x</p>\n<table cols="1fr">\n<tr>\n<td/></tr></table>'
    paragraph, table = _form(body).body
    assert [n.place.line for n in (paragraph, table, table.rows[0])] == [3, 4, 5]
    assert all(f.place != NOWHERE for f in _form('<text name="a"/>').fields)


def test_a_line_break_beside_an_english_quote_is_a_space() -> None:
    body = "<p>wait…\n“yes”</p>"
    assert _texts(_block(body, 'lang="en"')) == "wait… “yes”"
    assert _texts(_block(body)) == "wait…“yes”"


# ---- what elements hand on ------------------------------------------------------------------


def test_a_row_says_how_its_cells_look_where_they_do_not() -> None:
    table = _block(
        '<table cols="1fr 1fr"><tr align="right" tint="#eeeeee" size="9pt">'
        '<td>一</td><th align="left" tint="#ffffff" size="8pt">二</th></tr></table>'
    )
    one, two = table.rows[0].cells
    assert (one.align, one.tint, one.style.size) == ("right", "#eeeeee", 9)
    assert (two.align, two.tint, two.style.size) == ("left", "#ffffff", 8)
    assert one.content[0].align == "right"


def test_a_gap_stands_in_a_line() -> None:
    assert _block('<p>甲<blank/><gap width="12pt"/>乙</p>').content[1:3] == (
        Blank(mm(30)),
        Gap(12),
    )


def test_an_option_names_and_limits_what_is_written_on_its_blank() -> None:
    _, other = _form(
        '<choice name="a" label="渠道"><option>电话</option>'
        '<option blank="20mm" label="其他渠道" max-length="12">其他</option></choice>'
    ).fields
    assert other == TextField("a_other", "其他渠道", place=other.place, max_length=12)


def test_a_code_may_say_what_its_field_takes() -> None:
    (field,) = _form(
        '<barcode name="a" pattern="[0-9]+" pattern-help="数字" max-length="8"/>'
    ).fields
    assert (field.pattern, field.pattern_help, field.max_length) == ("[0-9]+", "数字", 8)


def test_the_further_options_of_a_scale_have_their_boxes_on_a_side() -> None:
    assert _block('<scale name="a" extra="不清楚" box="before"/>').box == "before"


def test_a_scale_the_other_way_round_has_its_numbers_all_the_same() -> None:
    (field,) = _form('<scale name="a" from="1" to="3"/>').fields
    assert [option.code for option in field.options] == ["1", "2", "3"]


def test_what_matches_is_said_in_words() -> None:
    text, comb = _form(
        '<text name="a" pattern="x" pattern-help="一个x"/>'
        '<comb name="b" boxes="2" pattern="x" pattern-help="一个x"/>'
    ).fields
    assert text.pattern_help == comb.pattern_help == "一个x"
    assert (text.half_width, comb.half_width) == (False, True)


def test_fields_that_share_a_label_are_a_warning() -> None:
    source = (
        '<form title="T">\n<text name="a" label="备注："/>\n<text name="b" label="备注"/>\n'
        '<text name="a"/><text name="c"/></form>'
    )
    compiled = compile_form(MemoryLibrary({"t.xml": source}), "t.xml")
    (warning,) = compiled.warnings
    assert (warning.severity, warning.code) == (Severity.WARNING, "shared-label")
    assert str(warning.place) == "t.xml:3"
    assert warning.message == "the fields `a` and `b` share the label `备注`"


@pytest.mark.parametrize(
    "choice",
    [
        '<choice name="a" options="是，否"/>',
        '<rating scale="1,2,3"><item name="a">x</item></rating>',
    ],
)
def test_one_option_with_a_comma_in_it_is_a_warning(choice):
    source = f'<form title="T">\n{choice}\n</form>'
    (warning,) = compile_form(MemoryLibrary({"t.xml": source}), "t.xml").warnings
    assert (warning.severity, warning.code) == (Severity.WARNING, "one-option")
    assert (warning.place.line, warning.hint) == (2, "write | between options")


@pytest.mark.parametrize("options", ["同意", "是，我来|否"])
def test_options_may_have_commas(options):
    source = f'<form title="T"><choice name="a" options="{options}"/></form>'
    assert not compile_form(MemoryLibrary({"t.xml": source}), "t.xml").warnings
