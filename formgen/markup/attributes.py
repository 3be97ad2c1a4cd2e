"""The attributes of the layout language, each defined once; elements pick theirs from here.

An attribute constant is also the key with which a builder asks a checked element for its value,
so the value's type is known where it is used.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Generic, Literal, TypeAlias, TypeVar, get_args

from formgen.dataclass import dataclass
from formgen.markup import values as v
from formgen.model.fields import Scope
from formgen.model.style import Align, BoxSide, OverflowPolicy, VAlign

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Attribute(Generic[T_co]):
    """One attribute: its name, type and help, its default as the author would write it.

    `absent` is the value where the attribute is missing, or where it was refused. `otherwise` says
    in words what holds where it is left out and has no default that an author could write.
    """

    name: str
    type: v.ValueType[object]
    help: str
    absent: T_co
    default: str = ""
    required: bool = False
    otherwise: str = ""

    def but(self, help: str = "", otherwise: str = "") -> Attribute[T_co]:
        """Return the same attribute with another help, or another word on leaving it out."""
        told = otherwise or self.otherwise
        return replace(self, help=help or self.help, otherwise=told)


def optional(
    name: str, type_: v.ValueType[T], help: str, otherwise: str = ""
) -> Attribute[T | None]:
    """Return an attribute that may be left out; `otherwise` says what holds then."""
    return Attribute(name, type_, help, None, otherwise=otherwise)


def defaulted(name: str, type_: v.ValueType[T], default: str, help: str) -> Attribute[T]:
    """Return an attribute that has `default` (as an author writes it) where it is left out."""
    return Attribute(name, type_, help, type_.parse(default), default)


def required(name: str, type_: v.ValueType[T], absent: T, help: str) -> Attribute[T]:
    """Return an attribute that must be given; `absent` stands in while errors are gathered."""
    return Attribute(name, type_, help, absent, "", True)


def words(name: str, help: str, otherwise: str = "none") -> Attribute[str]:
    """Return an attribute of free text, empty where it is left out."""
    return Attribute(name, v.TEXT, help, "", otherwise=otherwise)


TableLines: TypeAlias = Literal["all", "frame", "rows", "none"]
TableAlign: TypeAlias = Literal["left", "center", "right"]
Pages: TypeAlias = Literal["all", "first", "later"]

_ALIGN: v.ValueType[Align] = v.one_of(*get_args(Align))
_VALIGN: v.ValueType[VAlign] = v.one_of(*get_args(VAlign))
_BOX_SIDE: v.ValueType[BoxSide] = v.one_of(*get_args(BoxSide))
_OVERFLOW: v.ValueType[OverflowPolicy] = v.one_of(*get_args(OverflowPolicy))
_TABLE_LINES: v.ValueType[TableLines] = v.one_of(*get_args(TableLines))
_TABLE_ALIGN: v.ValueType[TableAlign] = v.one_of(*get_args(TableAlign))
_PAGES: v.ValueType[Pages] = v.one_of(*get_args(Pages))
_SCOPE: v.ValueType[Scope] = v.one_of(*get_args(Scope))

# ---- the look of text -----------------------------------------------------------------------

ALIGN = optional("align", _ALIGN, "how the text is set between its edges", "as around it")
VALIGN = optional("valign", _VALIGN, "where the content stands", "middle")
SIZE = optional("size", v.POINTS, "size of the text", "as around it")
BOLD = optional("bold", v.YES_NO, "whether the text is bold", "as around it")
COLOR = optional("color", v.COLOR, "colour of the text", "as around it")
INDENT = defaulted("indent", v.LENGTH, "0mm", "moves the whole paragraph to the right")
FIRST_INDENT = defaulted("first-indent", v.EM, "0", "indent of the first line, in characters")
BEFORE = optional("before", v.LENGTH, "space before it", "0mm")
AFTER = optional("after", v.LENGTH, "space after it", "4pt; 0 in a cell")
LINE_HEIGHT = optional(
    "line-height", v.EXTENT, "distance from line to line", "1.6 times its size; 1.35 in a cell"
)
KEEP_NEXT = defaulted("keep-next", v.YES_NO, "no", "stays on the page of what follows")

# ---- form and page --------------------------------------------------------------------------

ID = optional("id", v.FORM_ID, "short name of the form", "name of its folder")
TITLE = required("title", v.TEXT, "", "title of the document; printed only where an h1 says it")
LANG = defaulted("lang", v.LANG, "zh-CN", "language of the form")
NUMBER = words("number", "number of the form on file")
VERSION = words("version", "version of the form")
DATED = optional("dated", v.DATE, "day on which this version was issued", "none")
AUTHOR = words("author", "who issues the form")
PAPER = defaulted("size", v.PAPER, "A4", "paper; B5 is the ISO size")
LANDSCAPE = defaulted("landscape", v.YES_NO, "no", "turns the paper on its side")
MARGINS = defaulted("margins", v.MARGINS, "15mm 18mm 15mm 18mm", "top, right, bottom, left")
BINDING = defaulted("binding", v.LENGTH, "0mm", "added to the left margin for punching")
FONT_SIZE = defaulted("font-size", v.POINTS, "10.5pt", "size of the text; 10.5pt is 五号")
INK = optional("color", v.COLOR, "colour of all text", "black")
ACCENT = optional(
    "accent",
    v.COLOR,
    "colour of title, bands and lines that may be coloured",
    "black title, grey bands",
)
IDENTITY = defaulted("identity", v.YES_NO, "yes", "prints the identity code on each page")
WATERMARK = words("watermark", "large, light, slanting text behind the page, like 样张")
FOLDS = defaulted("folds", v.LENGTHS, "", "distances from the top edge of marks for folding").but(
    otherwise="none"
)
COLUMN_COUNT = required("columns", v.whole(1, 50), 1, "pages beside each other")
ROW_COUNT = required("rows", v.whole(1, 100), 1, "rows of pages")
GRID_LEFT = optional("left", v.LENGTH, "from the edge to the first column", "in the middle")
GRID_TOP = optional("top", v.LENGTH, "from the edge to the first row", "in the middle")
GAP_X = defaulted("gap-x", v.LENGTH, "0mm", "between columns")
GAP_Y = defaulted("gap-y", v.LENGTH, "0mm", "between rows")
FIRST_PLACE = defaulted(
    "first", v.whole(1, 5000), "1", "place that the first page takes, row by row from 1"
)
CUT_MARKS = defaulted("cut-marks", v.YES_NO, "no", "draws fine lines along which to cut")
ON = defaulted("on", _PAGES, "all", "pages on which it stands")

# ---- blocks ---------------------------------------------------------------------------------

HEIGHT = optional("height", v.EXTENT, "height", "as its content needs")
GAP_HEIGHT = required("height", v.EXTENT, 1.0, "height of the empty space")
WEIGHT = optional("weight", v.EXTENT, "thickness of the line", "0.5pt")
CUT_LABEL = words("label", "text in the middle of the line")
START = defaulted("start", v.whole(0, 9999), "1", "number of the first item")

# ---- tables ---------------------------------------------------------------------------------

COLS = required("cols", v.COLUMNS, (), "a width for each column: lengths, shares (1fr), auto")
LINES = defaulted(
    "lines",
    _TABLE_LINES,
    "all",
    "which lines are drawn: all, the frame only, between rows only, none",
)
FRAME = optional("frame", v.LENGTH, "thickness of the outer lines", "1.1pt")
RULE = optional("rule", v.LENGTH, "thickness of the inner lines", "0.5pt")
ROW_HEIGHT = optional(
    "row-height", v.EXTENT, "least height of its rows", "9mm; a band 7.5mm; 0 without lines"
)
PADDING = optional(
    "padding",
    v.LENGTH,
    "space between the lines of a cell and its content",
    "2mm at the sides, 0.9mm above and below",
)
WIDTH = optional("width", v.EXTENT, "width", "all that its place gives")
TABLE_ALIGN = defaulted("align", _TABLE_ALIGN, "left", "where a narrower table stands")
KEEP = defaulted("keep", v.YES_NO, "no", "never breaks over pages")
ROWS_KEEP = defaulted("keep", v.YES_NO, "no", "keeps its rows together on a page")
EXACT_HEIGHT = optional("height", v.EXTENT, "exact height of the row", "as its content needs")
MIN_HEIGHT = optional(
    "min-height", v.EXTENT, "least height of the row", "the `row-height` of the table"
)
HINT = words("hint", "small text behind the band's text")
BAND_KEEP_NEXT = defaulted("keep-next", v.YES_NO, "yes", "stays on the page of the next row")
COLSPAN = defaulted("colspan", v.whole(1, 100), "1", "columns that the cell spans")
ROWSPAN = defaulted("rowspan", v.whole(1, 1000), "1", "rows that the cell spans")
TINT = optional("tint", v.COLOR, "colour behind the content", "none")
CELL_LINES = defaulted("lines", v.SIDES, "all", "sides of the cell on which lines are drawn")
VERTICAL = defaulted("vertical", v.YES_NO, "no", "sets the text downwards, one character a line")

# ---- lists ----------------------------------------------------------------------------------

LIST_NAME = required("name", v.NAME, "", "name of the list in the data")
LIST_LABEL = words("label", "what the list is called in messages", "its name")
BLANK_ROWS = defaulted("blank", v.whole(1, 1000), "5", "items on a blank sheet")
FILL = defaulted("fill", v.YES_NO, "no", "fills up with empty rows to as many as a blank sheet has")
EMPTY = words("empty", "words in place of the rows where there are none", "（无） in Chinese")
LEAST_ITEMS = defaulted("min", v.whole(0, 100_000), "0", "fewest items that a record must have")
MOST_ITEMS = defaulted("max", v.whole(1, 100_000), "5000", "most items that a record may have")
OF = defaulted(
    "of", _SCOPE, "all", "rows that count, in a <pagefoot>: all, those of the page, those so far"
)

# ---- inline ---------------------------------------------------------------------------------

BLANK_WIDTH = defaulted("width", v.EXTENT, "30mm", "width of the gap")

GAP_WIDTH = required("width", v.EXTENT, 1.0, "width of the empty space")

# ---- fields ---------------------------------------------------------------------------------

NAME = required("name", v.NAME, "", "name of the field in the data")
LABEL = words("label", "what the field is called in messages, tables and data", "its name")
REQUIRED = defaulted("required", v.YES_NO, "no", "whether a record must have a value")
ENTRY_WIDTH = optional(
    "width", v.EXTENT, "width of the place", "30mm in a line; what is left in a cell"
)
OVERFLOW = defaulted(
    "overflow",
    _OVERFLOW,
    "shrink",
    "what happens to a value that is too long",
)
MIN_SIZE = defaulted("min-size", v.POINTS, "7pt", "how small `shrink` may set a value")
PATTERN = defaulted("pattern", v.REGEX, "", "regular expression that a value must match").but(
    otherwise="any value"
)
PATTERN_HELP = words(
    "pattern-help",
    "what a value must look like, in words, said where it does not match `pattern`",
    "the pattern itself",
)
MAX_LENGTH = defaulted("max-length", v.whole(0, 100_000), "0", "most characters; 0 is no limit")
WRITING_LINES = defaulted("lines", v.whole(1, 200), "1", "lines to write on")
RULED = defaulted("ruled", v.YES_NO, "no", "draws rules to write on")
RULE_DISTANCE = optional("line-height", v.EXTENT, "distance from line to line", "8mm")
UNIT = words("unit", "unit that is printed behind the value")
MIN = optional("min", v.NUMBER, "least value", "no limit")
MAX = optional("max", v.NUMBER, "greatest value", "no limit")
DECIMALS = optional(
    "decimals", v.whole(0, 9), "most digits after the point", "as many as the value has"
)
SCORE_ALIGN = defaulted("align", _ALIGN, "center", "how the value is set between its edges")
SCORE_MIN = defaulted("min", v.NUMBER, "1", "least score")
SCORE_MAX = defaulted("max", v.NUMBER, "10", "greatest score")
SCORE_DECIMALS = defaulted("decimals", v.whole(0, 9), "0", "most digits after the point")
DATE_FORMAT = optional(
    "format",
    v.DATE_FORMAT,
    "sets the date in one piece, like %Y-%m-%d",
    "short lines; %Y-%m-%d where `lang` is not Chinese",
)
TIME = defaulted("time", v.YES_NO, "no", "adds hour and minute")
DATE_WORDS = optional(
    "words", v.DATE_WORDS, "words behind the parts of the date", "年 月 日 时 分 in Chinese"
)
BOXES = required("boxes", v.whole(1, 60), 1, "how many boxes, one a character")
BOX_WIDTH = optional("box-width", v.EXTENT, "width of a box", "6mm; down to 4mm in a narrow cell")
BOX_HEIGHT = optional("box-height", v.EXTENT, "height of a box", "7mm")

# ---- choices --------------------------------------------------------------------------------

MULTIPLE = defaulted("multiple", v.YES_NO, "no", "whether several options may be ticked")
BOX = defaulted("box", _BOX_SIDE, "after", "side of the text on which its box stands")
SCALE_BOX = BOX.but("side of the text of a further option on which its box stands")
CHECK_BOX = defaulted("box", _BOX_SIDE, "before", "side of the text on which the box stands")
CHOICE_COLUMNS = defaulted("columns", v.whole(0, 20), "0", "sets options in so many columns")
GAP = optional("gap", v.LENGTH, "space between options", "5mm; 2.2mm between numbers")
BOX_SIZE = optional("box-size", v.EXTENT, "side of a box", "3.5mm; 5.4mm with a number in it")
ONLY = words(
    "only", "code of the one option whose box is drawn, without its text; <tick> draws the others"
)
OPTIONS = optional(
    "options", v.LIST, "texts of the options with | between them", "its `option` elements"
)
CODE = words("code", "the option's code in the data", "its text")
OPTION_BLANK = optional(
    "blank", v.EXTENT, "adds a blank of this width to write out what else", "no blank"
)
OTHER_LABEL = words("label", "what the text on the blank is called", "choice and option")
OTHER_LENGTH = MAX_LENGTH.but("most characters on the blank; 0 is no limit")
FROM = defaulted("from", v.whole(0, 100), "1", "first number")
TO = defaulted("to", v.whole(0, 100), "10", "last number")
EXTRA = optional("extra", v.LIST, "further options behind the numbers, with | between them", "none")
TICKED = required("name", v.NAME, "", "name of a choice that stands elsewhere in the form")
TICK_OPTION = required("option", v.TEXT, "", "code of the option that the box stands for")
SCALE = required("scale", v.LIST, (), "the answers, with | between them")
LABEL_WIDTH = optional(
    "label-width", v.TRACK, "width of the column of questions", "as wide as all answers together"
)
HEAD = words("head", "text over the questions")
NUMBERED = defaulted("numbered", v.YES_NO, "no", "numbers the questions")

# ---- marks and pictures ---------------------------------------------------------------------

CHECK_LABEL = words("label", "text beside the box")
SIGNATURE_NAME = required("name", v.NAME, "", "name of the line in the field map")
SIGNATURE_LABEL = words("label", "text before the line")
SIGNATURE_WIDTH = optional(
    "width", v.EXTENT, "width of the line", "32mm in a line; what is left in a cell"
)
WITH_DATE = defaulted("date", v.YES_NO, "no", "adds a date of three short lines")
SEAL_NAME = optional("name", v.NAME, "name of the place in the field map", "seal, seal_2 and so on")
SEAL_LABEL = defaulted("label", v.TEXT, "章", "word in the ring")
SEAL_SIZE = defaulted("size", v.EXTENT, "30mm", "diameter of the ring")
PHOTO_LABEL = words("label", "text in the empty frame")
PHOTO_WIDTH = defaulted("width", v.EXTENT, "25mm", "width of the frame")
PHOTO_HEIGHT = defaulted("height", v.EXTENT, "35mm", "height of the frame")
SRC = required("src", v.TEXT, "", "PNG or JPEG file, beside the layout or from the library's root")
PICTURE_WIDTH = optional("width", v.EXTENT, "width", "follows from the height")
PICTURE_HEIGHT = optional("height", v.EXTENT, "height", "follows from the width; 10mm without one")
PICTURE_MAX_WIDTH = optional(
    "max-width", v.EXTENT, "the picture is set smaller where it would be wider", "no limit"
)
ALT = words("alt", "what the picture shows, for those who cannot see it")
CODED_NAME = optional("name", v.NAME, "field whose value the code holds", "`value` holds")
CODED_VALUE = words("value", "fixed text that the code holds", "`name` holds")
QR_SIZE = defaulted("size", v.EXTENT, "20mm", "width and height, without the quiet zone")
BAR_WIDTH = defaulted("width", v.EXTENT, "50mm", "width, without the quiet zones")
BAR_HEIGHT = defaulted("height", v.EXTENT, "10mm", "height of the bars")
BAR_TEXT = defaulted("text", v.YES_NO, "yes", "prints the value under the bars")
EXPR = required(
    "expr",
    v.EXPRESSION,
    "0",
    "expression over other fields, like price * amount, or over the rows of a list",
)
