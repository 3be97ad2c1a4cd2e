"""The layout language as one table: elements, what they take, what they hold, and an example.

The parser, the error messages, the reference and the schema for editors are all made from it.
It is longer than other modules because it is one table, and is read as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from formgen.markup import attributes as a
from formgen.markup.attributes import Attribute


@dataclass(frozen=True, slots=True)
class Content:
    """A class of elements under one name, as messages and the reference call it."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its attributes, the elements and classes it holds, whether text may stand in it.

    `example` is a piece of layout in which the element does its work.
    """

    name: str
    help: str
    attributes: tuple[Attribute[object], ...] = ()
    children: tuple[str | Content, ...] = ()
    text: bool = False
    example: str = ""

    def attribute(self, name: str) -> Attribute[object] | None:
        """Return the attribute called `name`, or None if the element has none."""
        return next((a for a in self.attributes if a.name == name), None)

    @property
    def allowed(self) -> frozenset[str]:
        """The names of the elements that may stand in it."""
        return frozenset(
            name
            for child in self.children
            for name in (child.members if isinstance(child, Content) else (child,))
        )

    @property
    def holds(self) -> str:
        """What may stand in it, as a sentence says it."""
        named = [c.name if isinstance(c, Content) else f"<{c}>" for c in self.children]
        return ", ".join((["text"] if self.text else []) + named) or "nothing"


ENTRIES = Content(
    "entries",
    (
        "text",
        "number",
        "score",
        "date",
        "comb",
        "choice",
        "scale",
        "tick",
        "checkbox",
        "signature",
        "seal",
        "photo",
        "img",
        "qr",
        "barcode",
        "computed",
    ),
)
INLINE = Content("inline elements", ("b", "u", "span", "br", "page", "pages", "blank", "gap"))
BLOCKS = Content(
    "blocks",
    (
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "ol",
        "table",
        "rating",
        "spacer",
        "hr",
        "cut",
        "keep",
    ),
)

_TEXT_LOOK = (a.SIZE, a.BOLD, a.COLOR)
_PARAGRAPH = (
    a.ALIGN,
    a.INDENT,
    a.FIRST_INDENT,
    a.BEFORE,
    a.AFTER,
    *_TEXT_LOOK,
    a.LINE_HEIGHT,
    a.KEEP_NEXT,
)
_FIELD = (a.NAME, a.LABEL, a.REQUIRED)
_VALUE_LOOK = (a.ENTRY_WIDTH, a.ALIGN, *_TEXT_LOOK, a.OVERFLOW, a.MIN_SIZE)
_BOX_LOOK = (a.BOX, a.CHOICE_COLUMNS, a.GAP, a.BOX_SIZE, a.ALIGN, *_TEXT_LOOK)
_CELL = (
    a.COLSPAN,
    a.ROWSPAN,
    a.ALIGN,
    a.VALIGN,
    a.TINT,
    a.PADDING,
    a.CELL_LINES,
    a.VERTICAL,
    *_TEXT_LOOK,
)
_CODED = (a.CODED_NAME, a.CODED_VALUE, a.LABEL, a.PATTERN, a.PATTERN_HELP, a.MAX_LENGTH)
_RUNNING = (INLINE, ENTRIES)
_FLOW = (BLOCKS, ENTRIES)

_PAGE = (
    Element(
        "form",
        "The form: its name, its paper, and all that stands on it.",
        (
            a.ID,
            a.TITLE,
            a.LANG,
            a.NUMBER,
            a.VERSION,
            a.DATED,
            a.AUTHOR,
            a.PAPER,
            a.LANDSCAPE,
            a.MARGINS,
            a.BINDING,
            a.FONT_SIZE,
            a.INK,
            a.ACCENT,
            a.IDENTITY,
            a.WATERMARK,
            a.FOLDS,
        ),
        ("header", "footer", *_FLOW, "pagebreak", "receipt"),
        example='<form title="登记表" size="A5" landscape="yes"><h1>登记表</h1></form>',
    ),
    Element(
        "header",
        "Stands at the top of the pages; a header for the first page wins there over one for all.",
        (a.ON,),
        _FLOW,
        example='<header on="later"><p align="right">续页</p></header>',
    ),
    Element(
        "footer",
        "Stands at the foot of the pages.",
        (a.ON,),
        _FLOW,
        example='<footer><p align="center">第 <page/> 页　共 <pages/> 页</p></footer>',
    ),
    Element(
        "receipt",
        "Blocks at the foot of the last page, to be torn off.",
        (),
        _FLOW,
        example='<receipt><cut label="回执"/><p>请妥善保管。</p></receipt>',
    ),
)

_BLOCKS = (
    *(
        Element(
            f"h{level}",
            f"{which} heading; it never stands alone at the foot of a page.",
            _PARAGRAPH,
            _RUNNING,
            True,
            f"<h{level}>客户满意度回访表</h{level}>",
        )
        for level, which in ((1, "The form's"), (2, "A section's"), (3, "A smaller"))
    ),
    Element(
        "p",
        "A paragraph.",
        _PARAGRAPH,
        _RUNNING,
        True,
        '<p first-indent="2em" align="justify">感谢您长期以来的支持。</p>',
    ),
    Element(
        "ul",
        "A list with dots; lists may stand in lists, three deep.",
        (),
        ("li",),
        example="<ul><li>一式两份</li><li>请用正楷填写</li></ul>",
    ),
    Element(
        "ol",
        "A numbered list.",
        (a.START,),
        ("li",),
        example='<ol start="3"><li>核对身份</li><li>签字确认</li></ol>',
    ),
    Element(
        "li",
        "An item of a list.",
        (),
        (*_RUNNING, "ul", "ol"),
        True,
        "<ul><li>填写<b>姓名</b></li></ul>",
    ),
    Element(
        "spacer",
        "Empty space; none at the top of a page.",
        (a.GAP_HEIGHT,),
        example='<spacer height="4mm"/>',
    ),
    Element(
        "hr",
        "A horizontal line over the whole width.",
        (a.WEIGHT, a.COLOR.but("colour of the line")),
        example='<hr weight="0.5pt"/>',
    ),
    Element("pagebreak", "What follows starts on a new page.", example="<pagebreak/>"),
    Element(
        "cut",
        "A dashed line with scissors.",
        (a.CUT_LABEL,),
        example='<cut label="沿此线剪下"/>',
    ),
    Element(
        "keep",
        "Blocks that stay together on one page.",
        (),
        _FLOW,
        example="<keep><h2>结案</h2><p>经办人确认。</p></keep>",
    ),
)

_TABLES = (
    Element(
        "table",
        "A table. Its outer lines are heavier than its inner ones unless it says otherwise.",
        (
            a.COLS,
            a.LINES,
            a.FRAME,
            a.RULE,
            a.ROW_HEIGHT,
            a.PADDING,
            a.WIDTH,
            a.TABLE_ALIGN,
            a.BEFORE,
            a.AFTER,
            a.KEEP,
            a.SIZE,
        ),
        ("thead", "tbody", "tr", "band"),
        example=(
            '<table cols="24mm 1fr"><tr><th>客户名称</th>'
            '<td><text name="customer_name"/></td></tr></table>'
        ),
    ),
    Element(
        "thead",
        "Rows that repeat at the top of each page that the table goes on to.",
        (),
        ("tr", "band"),
        example='<table cols="1fr"><thead><tr><th>项目</th></tr></thead><tr><td/></tr></table>',
    ),
    Element(
        "tbody",
        "A group of rows.",
        (a.ROWS_KEEP,),
        ("tr", "band"),
        example=(
            '<table cols="1fr"><tbody keep="yes"><tr><td>派单</td></tr>'
            "<tr><td>签字</td></tr></tbody></table>"
        ),
    ),
    Element(
        "tr",
        "A row; it never breaks over pages.",
        (
            a.EXACT_HEIGHT,
            a.MIN_HEIGHT,
            a.KEEP_NEXT,
            a.ALIGN.but("how the text of its cells is set, where they do not say"),
            a.TINT.but("colour behind its cells, where they do not say"),
            a.SIZE.but("size of the text of its cells, where they do not say"),
        ),
        ("td", "th"),
        example='<table cols="1fr 1fr"><tr min-height="12mm"><th>意见</th><td/></tr></table>',
    ),
    Element(
        "td",
        "A cell. One entry alone in it fills it.",
        _CELL,
        (*_RUNNING, BLOCKS),
        True,
        '<table cols="1fr 1fr"><tr><td colspan="2"><text name="remark"/></td></tr></table>',
    ),
    Element(
        "th",
        "A label cell: tinted and centred unless it says otherwise.",
        _CELL,
        (*_RUNNING, BLOCKS),
        True,
        '<table cols="24mm 1fr"><tr><th>电话</th><td/></tr></table>',
    ),
    Element(
        "band",
        "A tinted row over all columns that names a section.",
        (a.HINT, a.BAND_KEEP_NEXT),
        _RUNNING,
        True,
        '<table cols="1fr"><band hint="请在方框内打√">服务情况</band><tr><td/></tr></table>',
    ),
)

_INLINE = (
    Element("b", "Bold text.", (), _RUNNING, True, "<p><b>重要</b>提示</p>"),
    Element("u", "Underlined text.", (), _RUNNING, True, "<p><u>不得</u>涂改</p>"),
    Element(
        "span",
        "Text of another size, weight or colour.",
        _TEXT_LOOK,
        _RUNNING,
        True,
        '<p><span size="9pt" color="#666666">（选填）</span></p>',
    ),
    Element("br", "Ends the line.", example="<p>甲方<br/>乙方</p>"),
    Element("page", "The number of the page.", example="<p>第 <page/> 页</p>"),
    Element("pages", "The number of all pages.", example="<p>共 <pages/> 页</p>"),
    Element(
        "blank",
        "An underlined gap for the pen, without a field.",
        (a.BLANK_WIDTH,),
        example='<p>共 <blank width="20mm"/> 家供应商</p>',
    ),
    Element(
        "gap",
        "Empty space of a fixed width; a line may end in it.",
        (a.GAP_WIDTH,),
        example='<p>甲方：<blank/><gap width="12mm"/>乙方：<blank/></p>',
    ),
)

_ENTRIES = (
    Element(
        "text",
        "A text of one line or several.",
        (
            *_FIELD,
            a.PATTERN,
            a.PATTERN_HELP,
            a.MAX_LENGTH,
            a.WRITING_LINES,
            a.RULED,
            a.RULE_DISTANCE,
            *_VALUE_LOOK,
        ),
        example=(
            '<text name="phone" label="联系电话" required="yes" pattern="[0-9-]{7,18}" '
            'pattern-help="11位手机号或带区号的固话"/>'
        ),
    ),
    Element(
        "number",
        "A number, with its unit behind it.",
        (*_FIELD, a.UNIT, a.MIN, a.MAX, a.DECIMALS, *_VALUE_LOOK),
        example='<number name="bandwidth_mbps" label="速率" unit="M" min="0"/>',
    ),
    Element(
        "score",
        "A number that judges, from 1 to 10 unless it says otherwise.",
        (
            *_FIELD,
            a.UNIT,
            a.SCORE_MIN,
            a.SCORE_MAX,
            a.SCORE_DECIMALS,
            a.ENTRY_WIDTH,
            a.SCORE_ALIGN,
            *_TEXT_LOOK,
            a.OVERFLOW,
            a.MIN_SIZE,
        ),
        example='<score name="quality_score" label="质量"/>',
    ),
    Element(
        "date",
        "A date: on short lines between 年 月 日, or in one piece by a format.",
        (*_FIELD, a.DATE_FORMAT, a.TIME, a.DATE_WORDS, *_VALUE_LOOK),
        example='<date name="filled_on" label="填写时间"/>',
    ),
    Element(
        "comb",
        "One box a character. Full-width letters and digits are taken as their ASCII ones.",
        (*_FIELD, a.BOXES, a.BOX_WIDTH, a.BOX_HEIGHT, a.PATTERN, a.PATTERN_HELP, *_TEXT_LOOK),
        example='<comb name="phone" label="联系电话" boxes="11" pattern="1[0-9]{10}"/>',
    ),
    Element(
        "choice",
        "Options with boxes to tick.",
        (*_FIELD, a.OPTIONS, a.MULTIPLE, *_BOX_LOOK),
        ("option",),
        example='<choice name="speed_satisfaction" label="网速" options="满意|一般|不满意"/>',
    ),
    Element(
        "option",
        "One option of a choice: its text.",
        (a.CODE, a.OPTION_BLANK, a.OTHER_LABEL, a.OTHER_LENGTH),
        (),
        True,
        '<choice name="kind"><option code="net">网络质量</option>'
        '<option code="other" blank="30mm">其他</option></choice>',
    ),
    Element(
        "scale",
        "A row of numbered boxes.",
        (*_FIELD, a.FROM, a.TO, a.EXTRA, a.SCALE_BOX, a.GAP, a.BOX_SIZE, a.ALIGN, *_TEXT_LOOK),
        example='<scale name="loyalty" label="忠诚度" from="1" to="10" extra="不清楚"/>',
    ),
    Element(
        "tick",
        "The box of one option of a choice that stands elsewhere in the form.",
        (a.TICKED, a.TICK_OPTION, a.BOX_SIZE, a.ALIGN),
        example=(
            '<choice name="result" options="是|否"/><p>是 <tick name="result" option="是"/></p>'
        ),
    ),
    Element(
        "checkbox",
        "One box that is ticked or not.",
        (a.NAME, a.CHECK_LABEL, a.REQUIRED, a.CHECK_BOX, a.BOX_SIZE, *_TEXT_LOOK),
        example='<checkbox name="agreed" label="本人已阅读并同意"/>',
    ),
    Element(
        "signature",
        "A line to sign on.",
        (a.SIGNATURE_NAME, a.SIGNATURE_LABEL, a.SIGNATURE_WIDTH, a.WITH_DATE, *_TEXT_LOOK),
        example='<signature name="customer_signature" label="客户签字确认" date="yes"/>',
    ),
    Element(
        "seal",
        "A ring where a seal is stamped.",
        (a.SEAL_NAME, a.SEAL_LABEL, a.SEAL_SIZE),
        example='<seal name="office_seal" label="章"/>',
    ),
    Element(
        "photo",
        "A frame for a photograph from the data, or to glue one in.",
        (a.NAME, a.PHOTO_LABEL, a.REQUIRED, a.PHOTO_WIDTH, a.PHOTO_HEIGHT),
        example='<photo name="portrait" label="照片" width="25mm" height="35mm"/>',
    ),
    Element(
        "img",
        "A picture of the layout itself, like a logo.",
        (a.SRC, a.PICTURE_WIDTH, a.PICTURE_HEIGHT, a.ALT),
        example='<img src="logo.png" height="8mm" alt="徽标"/>',
    ),
    Element(
        "qr",
        "A QR code of a field's value, or of a fixed text.",
        (*_CODED, a.QR_SIZE),
        example='<qr value="10000" size="18mm"/>',
    ),
    Element(
        "barcode",
        "A Code 128 bar code of a field's value, or of a fixed text.",
        (*_CODED, a.BAR_WIDTH, a.BAR_HEIGHT, a.BAR_TEXT),
        example='<barcode name="order_number" label="工单编号" pattern="[A-Z0-9-]{4,20}"/>',
    ),
    Element(
        "computed",
        "A value computed from other fields.",
        (a.NAME, a.LABEL, a.EXPR, a.DECIMALS, a.UNIT, *_VALUE_LOOK),
        example=(
            '<number name="price"/><number name="amount"/>'
            '<computed name="total" label="合计" expr="price * amount" decimals="2"/>'
        ),
    ),
    Element(
        "rating",
        "A table of questions with one box an answer; its head row repeats on each page.",
        (a.SCALE, a.LABEL_WIDTH, a.HEAD, a.NUMBERED, a.START, a.ROW_HEIGHT, a.BOX_SIZE),
        ("item",),
        example=(
            '<rating scale="满意|一般|不满意" head="项目">'
            '<item name="attitude">服务态度</item></rating>'
        ),
    ),
    Element(
        "item",
        "One question of a rating: its text.",
        (a.NAME, a.LABEL, a.REQUIRED),
        (INLINE,),
        True,
        '<rating scale="是|否"><item name="on_time" required="yes">准时到达</item></rating>',
    ),
)

VOCABULARY = MappingProxyType(
    {
        element.name: element
        for group in (_PAGE, _BLOCKS, _TABLES, _INLINE, _ENTRIES)
        for element in group
    }
)
"""Every element of the language, by name."""

ROOT = "form"

HINTS = MappingProxyType(
    {
        "strong": "write <b>",
        "em": "Chinese has no italics; write <b> or <u>",
        "i": "Chinese has no italics; write <b> or <u>",
        "font": "write <span>",
        "div": "write <keep> for blocks that stay together, or nothing",
        "section": "write <keep> for blocks that stay together, or nothing",
        "input": "write <text>, <number>, <date>, <choice> or <checkbox>",
        "textarea": 'write <text lines="5" ruled="yes">',
        "select": "write <choice>",
        "label": "write the words themselves; `label` is an attribute of the fields",
        "tfoot": "write a last <tbody>",
        "col": "write the widths into `cols` of <table>",
        "colgroup": "write the widths into `cols` of <table>",
        "image": "write <img>",
        "logo": "write <img>",
        "h4": "write <h3> or a bold paragraph",
        "body": "write the blocks into <form> directly",
        "html": "the root of a layout is <form>",
        "style": "there are no style sheets; write `size`, `bold` and `color`",
        "class": "there are no style sheets; write `size`, `bold` and `color`",
    }
)
"""What to write for a word that authors bring along from HTML."""
