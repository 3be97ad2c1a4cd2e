"""The base document: the few parts that every Word file has, small and our own."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile, ZipInfo

from formgen.writers.word.markup import Look, escaped
from formgen.writers.word.namespaces import DECLARED, root

XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"

_TAB = 60
"""Twips between the usual tab stops: a tab in a value is hardly wider than the space that paper has
for it, so that no line is broken for it."""

CONTENT_TYPES = f"""{XML_HEAD}<Types xmlns="{_TYPES}">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>\
<Override PartName="/word/fontTable.xml" ContentType="{_WORD}.fontTable+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/></Types>"""

PACKAGE_RELATIONS = f"""{XML_HEAD}<Relationships xmlns="{_RELATIONS}">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/\
metadata/core-properties" Target="docProps/core.xml"/></Relationships>"""

DOCUMENT_RELATIONS = f"""{XML_HEAD}<Relationships xmlns="{_RELATIONS}">\
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/fontTable" Target="fontTable.xml"/></Relationships>"""

CORE = f"""{XML_HEAD}<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>"""


def base_package(family: str, size: float, lang: str, *, protect: bool) -> bytes:
    """Return the package of an empty document whose text is set in `family`."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELATIONS,
        "docProps/core.xml": CORE,
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/document.xml": XML_HEAD + root("document", "<w:body><w:sectPr/></w:body>"),
        "word/fontTable.xml": f"{XML_HEAD}<w:fonts {DECLARED}/>",
        "word/settings.xml": XML_HEAD + _settings(lang, protect=protect),
        "word/styles.xml": XML_HEAD + _styles(family, size, lang),
    }
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name), content)  # of a name alone it would ask the clock
    return out.getvalue()


def _settings(lang: str, *, protect: bool) -> str:
    """Return the settings, in the order of their schema (CT_Settings)."""
    # The boxes' own small face is always embedded; other faces only where that is asked for.
    parts = ["<w:embedTrueTypeFonts/><w:saveSubsetFonts/>"]
    if protect:
        parts.append('<w:documentProtection w:edit="forms" w:enforcement="1"/>')
    parts.append(f'<w:defaultTabStop w:val="{_TAB}"/>')
    parts.append('<w:characterSpacingControl w:val="doNotCompress"/>')
    names = (("compatibilityMode", "15"), ("overrideTableStyleFontSizeAndJustification", "1"))
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="{value}"/>'
        for name, value in names
    )
    parts.append(f"<w:compat>{compat}</w:compat>")
    western, eastern = _languages(lang)
    parts.append(f'<w:themeFontLang w:val="{western}" w:eastAsia="{eastern}"/>')
    parts.append('<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>')
    return f"<w:settings {DECLARED}>{''.join(parts)}</w:settings>"


def _languages(lang: str) -> tuple[str, str]:
    """Return the language of Western letters and that of East Asian ones in a form's text."""
    is_eastern = lang.lower().split("-")[0] in ("zh", "ja", "ko")
    return ("en-US", escaped(lang)) if is_eastern else (escaped(lang), "zh-CN")


def _styles(family: str, size: float, lang: str) -> str:
    face = escaped(family)
    fonts = f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'
    half = round(size * 2)
    western, eastern = _languages(lang)
    headings = "".join(_heading(level) for level in (1, 2, 3))
    return f"""<w:styles {DECLARED}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}\
<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>\
<w:lang w:val="{western}" w:eastAsia="{eastern}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>\
<w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>\
<w:rPr>{fonts}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>\
{headings}\
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">\
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>\
<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>\
<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>\
<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>\
<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>"""


def field_style(name: str, look: Look) -> str:
    """Return the style of a paragraph with a field in it that looks like `look` (`w:style`)."""
    return (
        f'<w:style {DECLARED} w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/>{look.properties()}</w:style>'
    )


def _heading(level: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style>"
    )
