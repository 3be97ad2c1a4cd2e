"""The layout language as one table: elements, what they take, what they hold, and an example.

The parser, the error messages, the reference and the schema for editors are all made from it.
It is longer than other modules because it is one table, and is read as one.
"""

from __future__ import annotations

from types import MappingProxyType

from formgen.dataclass import dataclass
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
INLINE = Content(
    "inline elements",
    ("b", "u", "span", "br", "page", "pages", "rownumber", "blank", "gap"),
)
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
_HEADING = (
    *(look.but(otherwise="by its level") for look in (a.ALIGN, a.BEFORE, a.AFTER, *_TEXT_LOOK)),
    a.INDENT,
    a.FIRST_INDENT,
    a.LINE_HEIGHT,
    a.KEEP_NEXT.but("stays on the page of what follows; a heading does so anyway"),
)
_FIELD = (a.NAME, a.LABEL, a.REQUIRED)
_VALUE_ALIGN = a.ALIGN.but(otherwise="as its cell; in the middle of a line")
_VALUE_LOOK = (a.ENTRY_WIDTH, _VALUE_ALIGN, *_TEXT_LOOK, a.OVERFLOW, a.MIN_SIZE)
_BOX_LOOK = (a.BOX, a.CHOICE_COLUMNS, a.GAP, a.BOX_SIZE, a.ALIGN, *_TEXT_LOOK)
_CELL = (
    a.COLSPAN,
    a.ROWSPAN,
    a.ALIGN.but(otherwise="left; a drawing alone in the middle"),
    a.VALIGN,
    a.TINT,
    a.PADDING.but(otherwise="that of the table"),
    a.CELL_LINES,
    a.VERTICAL,
    *_TEXT_LOOK,
)
_LABEL_CELL = tuple(
    look.but(otherwise={"align": "center", "tint": "#eff1f4"}.get(look.name, "")) for look in _CELL
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
        ("header", "footer", "imposition", *_FLOW, "pagebreak", "receipt"),
        example=(
            '<form title="来访登记表" size="120mmx60mm" margins="8mm 12mm" identity="no" '
            'accent="#1f4e9e" watermark="样张"><h1>来访登记表</h1>'
            '<p>来访人：<text name="visitor"/>　电话：<text name="phone"/></p></form>'
        ),
    ),
    Element(
        "header",
        "Stands at the top of the pages; a header for the first page wins there over one for all.",
        (a.ON,),
        _FLOW,
        example=(
            '<form title="登记表" size="80mmx45mm" margins="6mm 8mm" identity="no">'
            '<header on="first"><h2 align="center">登记表</h2></header>'
            '<header on="later"><p align="right" size="9pt">登记表（续）</p></header>'
            "<p>首页的内容</p><pagebreak/><p>次页的内容</p></form>"
        ),
    ),
    Element(
        "footer",
        "Stands at the foot of the pages.",
        (a.ON,),
        _FLOW,
        example=(
            '<form title="登记表" size="80mmx45mm" margins="6mm 8mm" identity="no">'
            "<h2>登记表</h2><pagebreak/><p>次页的内容</p>"
            '<footer><p align="center" size="9pt">第 <page/> 页　共 <pages/> 页</p></footer></form>'
        ),
    ),
    Element(
        "imposition",
        "Puts the pages of many records on larger paper, as on sheets of labels. A record printed "
        "for itself has the form's own paper.",
        (
            a.COLUMN_COUNT,
            a.ROW_COUNT,
            a.PAPER.but("paper that carries the pages"),
            a.LANDSCAPE,
            a.GRID_LEFT,
            a.GRID_TOP,
            a.GAP_X,
            a.GAP_Y,
            a.FIRST_PLACE,
            a.CUT_MARKS,
        ),
        example=(
            '<form title="地址标签" size="70mmx37mm" margins="5mm" identity="no">'
            '<imposition columns="3" rows="8" top="0.5mm"/>'
            '<p><text name="address"/></p><p><text name="addressee"/>　收</p></form>'
        ),
    ),
    Element(
        "receipt",
        "Blocks at the foot of the last page, to be torn off.",
        (),
        _FLOW,
        example=(
            '<form title="服务单" size="100mmx70mm" margins="6mm 8mm" identity="no">'
            '<h2>服务单</h2><p>工单编号：<text name="order_number"/></p>'
            '<receipt><cut label="沿此线撕下"/><h3>客户回执</h3>'
            '<p>工单编号：<text name="order_number"/></p></receipt></form>'
        ),
    ),
)

_BLOCKS = (
    *(
        Element(
            f"h{level}",
            f"{which}; it never stands alone at the foot of a page.",
            _HEADING,
            _RUNNING,
            True,
            f"<h{level}>{title}</h{level}>",
        )
        for level, which, title in (
            (
                1,
                "The form's heading: bold, 1.9 times the size of text, centred",
                "客户满意度回访表",
            ),
            (2, "A section's heading: bold, 1.3 times the size of text", "二、服务情况"),
            (3, "A smaller heading: bold, 1.12 times the size of text", "（一）客户经理"),
        )
    ),
    Element(
        "p",
        "A paragraph.",
        _PARAGRAPH,
        _RUNNING,
        True,
        (
            '<p first-indent="2em" align="justify">感谢贵单位长期以来的信任与支持。'
            "为持续改进网络质量与服务水平，我们诚邀您填写本表。</p>"
        ),
    ),
    Element(
        "ul",
        "A list with dots; lists may stand in lists, three deep.",
        (a.BEFORE, a.AFTER),
        ("li",),
        example=(
            "<ul><li>一式两份<ul><li>客户留存一份</li><li>随单归档一份</li></ul></li>"
            "<li>请用正楷填写</li></ul>"
        ),
    ),
    Element(
        "ol",
        "A numbered list.",
        (a.START, a.BEFORE, a.AFTER),
        ("li",),
        example='<ol start="3"><li>核对身份</li><li>签字确认</li></ol>',
    ),
    Element(
        "li",
        "An item of a list.",
        (),
        (*_RUNNING, "ul", "ol"),
        True,
        '<ul><li>请填写<b>姓名</b>：<text name="visitor"/></li></ul>',
    ),
    Element(
        "spacer",
        "Empty space; none at the top of a page.",
        (a.GAP_HEIGHT,),
        example='<p>上一段</p><spacer height="8mm"/><p>下一段</p>',
    ),
    Element(
        "hr",
        "A horizontal line over the whole width.",
        (a.WEIGHT, a.COLOR.but("colour of the line", "black")),
        example='<p>以上由客户填写</p><hr color="#1f4e9e"/><p>以下由经办人填写</p>',
    ),
    Element(
        "pagebreak",
        "What follows starts on a new page.",
        example=(
            '<form title="登记表" size="60mmx35mm" margins="6mm 8mm" identity="no">'
            "<p>第一页</p><pagebreak/><p>第二页</p></form>"
        ),
    ),
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
        example=(
            '<form title="处理单" size="80mmx38mm" margins="6mm 8mm" identity="no">'
            "<h2>处理单</h2><p>放不下的部分整体移到下一页。</p>"
            '<keep><h3>结案</h3><p>经办人：<text name="handler"/></p></keep></form>'
        ),
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
            a.AFTER.but(otherwise="0mm"),
            a.KEEP,
            a.KEEP_NEXT,
            a.SIZE,
        ),
        ("thead", "tbody", "rows", "pagefoot", "tr", "band"),
        example=(
            '<table cols="24mm 1fr 16mm auto"><tr><th>客户名称</th>'
            '<td colspan="3"><text name="customer_name"/></td></tr>'
            '<tr><th>联系电话</th><td><text name="phone"/></td>'
            '<th>日期</th><td><date name="filled_on"/></td></tr></table>'
        ),
    ),
    Element(
        "thead",
        "Rows that repeat at the top of each page that the table goes on to.",
        (),
        ("tr", "band"),
        example=(
            '<form title="清单" size="80mmx45mm" margins="6mm 8mm" identity="no">'
            '<table cols="16mm 1fr"><thead><tr><th>序号</th><th>材料名称</th></tr></thead>'
            "<tr><td>1</td><td>光猫</td></tr><tr><td>2</td><td>网线</td></tr>"
            "<tr><td>3</td><td>机顶盒</td></tr></table></form>"
        ),
    ),
    Element(
        "tbody",
        "A group of rows.",
        (a.ROWS_KEEP,),
        ("tr", "band"),
        example=(
            '<form title="处理单" size="80mmx45mm" margins="6mm 8mm" identity="no">'
            '<table cols="1fr"><tr><td>受理</td></tr><tr><td>派单</td></tr>'
            '<tbody keep="yes"><tr><td>处理结果</td></tr>'
            '<tr><td>签字：<signature name="handler_signature"/></td></tr></tbody>'
            "</table></form>"
        ),
    ),
    Element(
        "rows",
        "Rows that stand in the table once for each item of a list in the record. A text that is "
        "too long makes its row grow unless it says otherwise.",
        (
            a.LIST_NAME,
            a.LIST_LABEL,
            a.BLANK_ROWS,
            a.FILL,
            a.EMPTY,
            a.LEAST_ITEMS,
            a.MOST_ITEMS,
        ),
        ("tr",),
        example=(
            '<table cols="14mm 1fr 24mm"><thead><tr><th>序号</th><th>材料</th><th>数量</th></tr>'
            '</thead><rows name="materials" label="材料" blank="3"><tr>'
            '<td align="center"><rownumber/></td><td><text name="material" label="材料名称"/></td>'
            '<td><number name="quantity" label="数量" align="right"/></td></tr></rows>'
            '<tr><th colspan="2">合计</th><td><computed name="total" align="right" '
            'expr="sum(materials.quantity)"/></td></tr></table>'
        ),
    ),
    Element(
        "pagefoot",
        "Rows that close the <rows> before it on each page; in it <computed> sums up a page.",
        (),
        ("tr",),
        example=(
            '<form title="清单" size="90mmx52mm" margins="6mm 8mm" identity="no">'
            '<table cols="1fr 24mm"><rows name="materials" label="材料" blank="4"><tr>'
            '<td><text name="material" label="材料名称"/></td>'
            '<td><number name="quantity" label="数量"/></td></tr></rows>'
            '<pagefoot><tr><th>本页小计</th><td><computed name="page_total" of="page" '
            'expr="sum(materials.quantity)"/></td></tr></pagefoot></table></form>'
        ),
    ),
    Element(
        "tr",
        "A row; it never breaks over pages.",
        (
            a.EXACT_HEIGHT,
            a.MIN_HEIGHT,
            a.KEEP_NEXT,
            a.ALIGN.but("how the text of its cells is set, where they do not say", "left"),
            a.TINT.but("colour behind its cells, where they do not say"),
            a.SIZE.but("size of the text of its cells, where they do not say"),
        ),
        ("td", "th"),
        example=(
            '<table cols="24mm 1fr"><tr tint="#fdf3d8"><td>等级</td><td>一级</td></tr>'
            '<tr min-height="16mm"><th>意见</th><td/></tr></table>'
        ),
    ),
    Element(
        "td",
        "A cell. One entry alone in it fills it.",
        _CELL,
        (*_RUNNING, BLOCKS),
        True,
        (
            '<table cols="10mm 1fr 1fr 1fr"><tr><td rowspan="2" vertical="yes">客户</td>'
            '<td colspan="3">跨三列，竖排的格子跨两行</td></tr>'
            '<tr><td tint="#fdf3d8">底色</td><td align="right" lines="top bottom left">右对齐</td>'
            '<td lines="top bottom right">中间无线</td></tr></table>'
        ),
    ),
    Element(
        "th",
        "A label cell: tinted and centred unless it says otherwise.",
        _LABEL_CELL,
        (*_RUNNING, BLOCKS),
        True,
        '<table cols="24mm 1fr"><tr><th>电话</th><td><text name="phone"/></td></tr></table>',
    ),
    Element(
        "band",
        "A tinted row over all columns that names a section.",
        (a.HINT, a.BAND_KEEP_NEXT),
        _RUNNING,
        True,
        (
            '<table cols="24mm 1fr"><band hint="（请在方框内打“✓”）">服务情况</band>'
            '<tr><th>网速</th><td><choice name="speed_satisfaction" options="满意|一般|不满意"/>'
            "</td></tr></table>"
        ),
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
        '<p>联系电话<span size="9pt" color="#1f4e9e">（选填）</span></p>',
    ),
    Element("br", "Ends the line.", example="<p>甲方<br/>乙方</p>"),
    Element(
        "page",
        "The number of the page, in a header or footer; elsewhere it is an error.",
        example='<footer><p align="center">— <page/> —</p></footer>',
    ),
    Element(
        "pages",
        "The number of all pages, in a header or footer; elsewhere it is an error.",
        example='<footer><p align="right">第 <page/> 页　共 <pages/> 页</p></footer>',
    ),
    Element(
        "rownumber",
        "The number of the item that its row is, in <rows>.",
        example=(
            '<table cols="14mm 1fr"><rows name="visits" blank="3"><tr>'
            '<td align="center"><rownumber/></td><td><text name="place"/></td></tr></rows></table>'
        ),
    ),
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
            '<p>联系电话：<text name="phone" label="联系电话" required="yes" '
            'pattern="[0-9-]{7,18}" pattern-help="11位手机号或带区号的固话"/></p>'
            '<table cols="24mm 1fr"><tr><th>意见</th>'
            '<td><text name="remark" label="意见" lines="2" ruled="yes"/></td></tr></table>'
        ),
    ),
    Element(
        "number",
        "A number, with its unit behind it.",
        (*_FIELD, a.UNIT, a.MIN, a.MAX, a.DECIMALS, *_VALUE_LOOK),
        example=(
            '<p>签约速率 <number name="bandwidth_mbps" label="速率" unit="M" min="0" '
            'width="20mm"/></p>'
        ),
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
        example=(
            '<table cols="1fr 20mm"><tr><td>产品质量</td>'
            '<td><score name="quality_score" label="质量"/></td></tr></table>'
        ),
    ),
    Element(
        "date",
        "A date: on short lines between 年 月 日, or in one piece by a format.",
        (*_FIELD, a.DATE_FORMAT, a.TIME, a.DATE_WORDS, *_VALUE_LOOK),
        example=(
            '<p>填写日期：<date name="filled_on" label="填写日期"/></p>'
            '<p>预约时间：<date name="due_at" label="预约时间" time="yes"/></p>'
            '<p>建档日期：<date name="archived_on" label="建档日期" format="%Y-%m-%d"/></p>'
        ),
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
        (*_FIELD, a.OPTIONS, a.MULTIPLE, a.ONLY, *_BOX_LOOK),
        ("option",),
        example=(
            '<p>您对网速：<choice name="speed_satisfaction" label="网速" '
            'options="满意|一般|不满意"/></p>'
        ),
    ),
    Element(
        "option",
        "One option of a choice: its text.",
        (a.CODE, a.OPTION_BLANK, a.OTHER_LABEL, a.OTHER_LENGTH),
        (),
        True,
        (
            '<choice name="kind" box="before"><option code="net">网络质量</option>'
            '<option code="other" blank="30mm">其他</option></choice>'
        ),
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
            '<table cols="1fr 16mm 16mm"><tr><th>处理结果</th><th>是</th><th>否</th></tr>'
            '<tr><td>已解决：<choice name="solved" options="是|否"/></td>'
            '<td align="center"><tick name="solved" option="是"/></td>'
            '<td align="center"><tick name="solved" option="否"/></td></tr></table>'
        ),
    ),
    Element(
        "checkbox",
        "One box that is ticked or not.",
        (a.NAME, a.CHECK_LABEL, a.REQUIRED, a.CHECK_BOX, a.BOX_SIZE, *_TEXT_LOOK),
        example='<checkbox name="agreed" label="本人已阅读并同意以上条款"/>',
    ),
    Element(
        "signature",
        "A line to sign on.",
        (a.SIGNATURE_NAME, a.SIGNATURE_LABEL, a.SIGNATURE_WIDTH, a.WITH_DATE, *_TEXT_LOOK),
        example=(
            '<p><signature name="customer_signature" label="客户签字确认：" width="40mm" '
            'date="yes"/></p>'
        ),
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
        (a.SRC, a.PICTURE_WIDTH, a.PICTURE_HEIGHT, a.PICTURE_MAX_WIDTH, a.ALT),
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
        example=(
            '<table cols="24mm 64mm"><tr><th>工单编号</th><td align="center">'
            '<barcode name="order_number" label="工单编号" max-length="16"/></td></tr></table>'
        ),
    ),
    Element(
        "computed",
        "A value computed from other fields.",
        (a.NAME, a.LABEL, a.EXPR, a.OF, a.DECIMALS, a.UNIT, *_VALUE_LOOK),
        example=(
            '<p><number name="price" label="单价" unit="元" width="20mm"/> × '
            '<number name="amount" label="数量" unit="件" width="12mm"/> = '
            '<computed name="total" label="合计" expr="price * amount" decimals="2" '
            'unit="元" width="24mm"/></p>'
        ),
    ),
    Element(
        "rating",
        "A table of questions with one box an answer; its head row repeats on each page.",
        (
            a.SCALE,
            a.LABEL_WIDTH,
            a.HEAD,
            a.NUMBERED,
            a.START,
            a.ROW_HEIGHT,
            a.BOX_SIZE,
            a.BEFORE,
            a.AFTER.but(otherwise="0mm"),
        ),
        ("item",),
        example=(
            '<rating scale="满意|一般|不满意" head="您对以下各项是否满意" numbered="yes">'
            '<item name="attitude">装维人员的服务态度</item>'
            '<item name="skill">装维人员的技术水平</item></rating>'
        ),
    ),
    Element(
        "item",
        "One question of a rating: its text.",
        (a.NAME, a.LABEL, a.REQUIRED),
        (INLINE,),
        True,
        (
            '<rating scale="是|否" label-width="60mm">'
            '<item name="on_time" label="准时" required="yes">是否<b>准时</b>到达</item></rating>'
        ),
    ),
)

GROUPS = (
    ("The form and its pages", _PAGE),
    ("Headings, text and blocks", _BLOCKS),
    ("Tables", _TABLES),
    ("In a line of text", _INLINE),
    ("Entries and fields", _ENTRIES),
)
"""The elements by what they are for, each group under its name, as the reference shows them."""

VOCABULARY = MappingProxyType({element.name: element for _, group in GROUPS for element in group})
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
        "tfoot": "write a last <tbody>, or <pagefoot> for rows at the foot of each page",
        "for": "write <rows> for a list in the record, {% for %} for what the layout itself lists",
        "foreach": "write <rows> for a list in the record, {% for %} for a list of the layout",
        "repeat": "write <rows> for a list in the record, {% for %} for a list of the layout",
        "loop": "write <rows> for a list in the record, {% for %} for a list of the layout",
        "list": "write <rows> for a list in the record, <ul> or <ol> for one of the layout",
        "counter": "write <rownumber>",
        "index": "write <rownumber>",
        "col": "write the widths into `cols` of <table>",
        "colgroup": "write the widths into `cols` of <table>",
        "image": "write <img>",
        "logo": "write <img>",
        "nup": "write <imposition>",
        "labels": "write <imposition>",
        "h4": "write <h3> or a bold paragraph",
        "body": "write the blocks into <form> directly",
        "html": "the root of a layout is <form>",
        "style": "there are no style sheets; write `size`, `bold` and `color`",
        "class": "there are no style sheets; write `size`, `bold` and `color`",
    }
)
"""What to write for a word that authors bring along from HTML."""

ATTRIBUTE_HINTS = MappingProxyType(
    {
        f"{cell} {attribute}": hint
        for cell in ("td", "th")
        for attribute, hint in (
            ("width", "write the widths of columns into `cols` of <table>"),
            ("height", "write `height` or `min-height` on <tr>"),
        )
    }
    | {"text max": "write `max-length` for characters, <number> for a figure"}
)
"""What to write for an attribute on an element that has none of that name: "element attribute"."""
