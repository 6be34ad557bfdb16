"""The empty document of the note: its own styles and page, so that nothing of a library's template is left in it."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile

from charts.palette import HUES, INK
from charts.text import one_line, xml_text
from exports.archive import pack
from exports.deck.default_template import default_template

FONT = "Arial"
ACCENT = HUES["blue"]["light"].lstrip("#")
TEXT = INK["light"]["text"].lstrip("#")
MUTED = INK["light"]["muted"].lstrip("#")
RULE = INK["light"]["grid"].lstrip("#")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# A4 in points, and what is left of it for the text.
PAGE_WIDTH, PAGE_HEIGHT = 595.3, 841.9
SIDE, TOP, BOTTOM = 51.0, 57.0, 45.0
WIDTH = PAGE_WIDTH - 2 * SIDE
HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}settings+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{_MAIN}fontTable+xml"/>'
    '<Override PartName="/word/theme/theme1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_MAIN}footnotes+xml"/></Types>'
)


def _relations(*kinds: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(kinds, 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}'
        "</Relationships>"
    )


def _twips(points: float) -> int:
    return round(points * 20)


def _run(size: float, colour: str = "", *, bold: bool = False) -> str:
    """Properties of a run; `size` in points."""
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    half_points = round(size * 2)
    return (
        f'<w:rPr>{"<w:b/>" if bold else ""}{shade}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    )


def _style(
    key: str, name: str, leading: float, run: str, *, before: float = 0, after: float = 0, more: str = "", end: str = ""
) -> str:
    """A paragraph style whose lines are `leading` points high whatever the font of the reader's machine."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{more}<w:spacing w:before="{_twips(before)}" w:after="{_twips(after)}" w:line="{_twips(leading)}"'
        f' w:lineRule="exact"/>{end}</w:pPr>{run}</w:style>'
    )


_TABS = f'<w:tabs><w:tab w:val="right" w:pos="{_twips(WIDTH)}"/></w:tabs>'
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="{TEXT}"/>'
    '<w:sz w:val="19"/><w:szCs w:val="19"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr>'
    "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    + _style("Title", "Title", 24, _run(19, bold=True), after=3, more="<w:keepNext/>")
    + _style("Subtitle", "Subtitle", 12.5, _run(9.5, MUTED), after=8)
    + _style(
        "Heading1",
        "heading 1",
        14,
        _run(10.5, ACCENT, bold=True),
        before=7,
        after=3,
        more="<w:keepNext/>",
        end='<w:outlineLvl w:val="0"/>',
    )
    + _style(
        "KeyPoint",
        "Key Point",
        15,
        _run(11),
        after=3.5,
        more=(f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="7" w:color="{ACCENT}"/></w:pBdr>'),
        end='<w:ind w:left="180"/>',
    )
    + _style("Caption", "caption", 10.5, _run(8, bold=True), after=2, more="<w:keepNext/>")
    + _style("Quiet", "Quiet", 10.5, _run(8, MUTED), before=3)
    + _style("Small", "Small", 8.8, _run(7, MUTED), before=1)
    + _style("Cell", "Cell", 11, _run(8.5), before=1, after=1.5)
    + _style("CellHead", "Cell Head", 11, _run(8, MUTED, bold=True), before=1, after=1.5, more="<w:keepNext/>")
    + _style("Header", "header", 11, _run(8, MUTED), more=_TABS)
    + _style("Footer", "footer", 11, _run(8, MUTED), more=_TABS)
    + _style("FootnoteText", "footnote text", 8.8, _run(7, MUTED), after=0.8)
    + '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    "</w:styles>"
)
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    "</w:settings>"
)
_DOCUMENT = (
    f'{_HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:sectPr>'
    f'<w:pgSz w:w="{_twips(PAGE_WIDTH)}" w:h="{_twips(PAGE_HEIGHT)}"/>'
    f'<w:pgMar w:top="{_twips(TOP)}" w:right="{_twips(SIDE)}" w:bottom="{_twips(BOTTOM)}" w:left="{_twips(SIDE)}"'
    ' w:header="500" w:footer="400" w:gutter="0"/></w:sectPr></w:body></w:document>'
)
_FONTS = (
    f'{_HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:panose1 w:val="020B0604020202020204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
_MARKS = (("-1", "separator"), ("0", "continuationSeparator"))


def base(footnotes: list[str]) -> bytes:
    """An empty document of one A4 page with these footnotes, numbered from 1; nothing refers to them yet."""
    return pack(
        (name, text.encode())
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _relations(("officeDocument", "word/document.xml"))),
            ("word/document.xml", _DOCUMENT),
            (
                "word/_rels/document.xml.rels",
                _relations(
                    ("styles", "styles.xml"),
                    ("settings", "settings.xml"),
                    ("fontTable", "fontTable.xml"),
                    ("theme", "theme/theme1.xml"),
                    ("footnotes", "footnotes.xml"),
                ),
            ),
            ("word/styles.xml", _STYLES),
            ("word/settings.xml", _SETTINGS),
            ("word/fontTable.xml", _FONTS),
            ("word/theme/theme1.xml", _theme()),
            ("word/footnotes.xml", _footnotes(footnotes)),
        )
    )


@lru_cache(maxsize=1)
def _theme() -> str:
    """The theme of the deck: one look for all documents."""
    with ZipFile(BytesIO(default_template())) as deck:
        return deck.read("ppt/theme/theme1.xml").decode()


def _footnotes(texts: list[str]) -> str:
    marks = "".join(
        f'<w:footnote w:type="{kind}" w:id="{key}"><w:p><w:pPr><w:spacing w:after="0" w:line="60" w:lineRule="exact"/>'
        f"</w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for key, kind in _MARKS
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {xml_text(one_line(text))}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(texts, 1)
    )
    return f'{_HEAD}<w:footnotes xmlns:w="{W}">{marks}{notes}</w:footnotes>'
