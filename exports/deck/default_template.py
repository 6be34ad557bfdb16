"""The template of decks made without an organisation's own: 16:9, our palette as theme colours, four layouts.

It is written out as Office Open XML part by part, so that nothing of another product's blank file remains in it.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

from charts.palette import HUES, INK, ORDER

INCH = 914_400
WIDTH, HEIGHT = 12_192_000, 6_858_000
# Arial is on every Windows and Mac machine, and Liberation Sans, with the same widths, on Linux: a text that was
# measured to fit still fits there.
FONT = "Arial"
NAME = "Briefing"
# Placeholders of the chart layout that are ours; `exports.deck.template` finds them by these numbers.
SUBTITLE, POINT, FOOT = 13, 14, 15

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PML = "application/vnd.openxmlformats-officedocument.presentationml"
_FIELD = "{6F1B7B8E-3C0D-4E57-9C5B-2A4F0F1D7A10}"
_LAYOUTS = ("title", "chart", "section", "text")
_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


@lru_cache(maxsize=1)
def default_template() -> bytes:
    """The template as the bytes of a .pptx without slides."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": _relationships(
            {
                "rId1": ("slideMaster", "slideMasters/slideMaster1.xml"),
                "rId2": ("theme", "theme/theme1.xml"),
                "rId3": ("presProps", "presProps.xml"),
                "rId4": ("viewProps", "viewProps.xml"),
                "rId5": ("tableStyles", "tableStyles.xml"),
            }
        ),
        "ppt/presProps.xml": f"{_HEAD}<p:presentationPr {_NS}/>",
        "ppt/viewProps.xml": f"{_HEAD}<p:viewPr {_NS}/>",
        "ppt/tableStyles.xml": f'{_HEAD}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>',
        "ppt/theme/theme1.xml": _theme(),
        "ppt/slideMasters/slideMaster1.xml": _master(),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relationships(
            {f"rId{n}": ("slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in range(1, len(_LAYOUTS) + 1)}
            | {f"rId{len(_LAYOUTS) + 1}": ("theme", "../theme/theme1.xml")}
        ),
    }
    for number, layout in enumerate((_title_layout(), _chart_layout(), _section_layout(), _text_layout()), 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = layout
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = _relationships(
            {"rId1": ("slideMaster", "../slideMasters/slideMaster1.xml")}
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _content_types() -> str:
    kinds = {
        "/ppt/presentation.xml": f"{_PML}.presentation.main+xml",
        "/ppt/presProps.xml": f"{_PML}.presProps+xml",
        "/ppt/viewProps.xml": f"{_PML}.viewProps+xml",
        "/ppt/tableStyles.xml": f"{_PML}.tableStyles+xml",
        "/ppt/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{_PML}.slideMaster+xml",
    } | {f"/ppt/slideLayouts/slideLayout{n}.xml": f"{_PML}.slideLayout+xml" for n in range(1, len(_LAYOUTS) + 1)}
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
        + "</Types>"
    )


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="{rid}" Type="{_REL}/{kind}" Target="{target}"/>'
            for rid, (kind, target) in targets.items()
        )
        + "</Relationships>"
    )


def _presentation() -> str:
    return (
        f'{_HEAD}<p:presentation {_NS} saveSubsetFonts="1"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:sldSz cx="{WIDTH}" cy="{HEIGHT}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f'<p:defaultTextStyle><a:defPPr><a:defRPr lang="en-GB"/></a:defPPr>{_levels(1800)}</p:defaultTextStyle>'
        "</p:presentation>"
    )


def _levels(size: int, colour: str = "tx1", *, bold: bool = False, font: str = "mn") -> str:
    """The nine levels of a text style, all alike: no bullets, no indents."""
    weight = ' b="1"' if bold else ""
    return "".join(
        f'<a:lvl{n}pPr marL="0" indent="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        f'hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        "<a:buNone/>"
        f'<a:defRPr sz="{size}"{weight} kern="1200"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/></a:defRPr>'
        f"</a:lvl{n}pPr>"
        for n in range(1, 10)
    )


def _theme() -> str:
    ink = INK["light"]
    colours = {"dk1": ink["text"], "lt1": ink["paper"], "dk2": HUES["ink"]["light"], "lt2": ink["sea"]}
    colours |= {f"accent{n}": HUES[name]["light"] for n, name in enumerate(ORDER, 1)}
    colours |= {"hlink": HUES["blue"]["light"], "folHlink": HUES["purple"]["light"]}
    scheme = "".join(f'<a:{key}><a:srgbClr val="{value[1:].upper()}"/></a:{key}>' for key, value in colours.items())
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface="{FONT}"/></a:{kind}Font>'
        for kind in ("major", "minor")
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
        for width in (6350, 12700, 19050)
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{_HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{NAME}">'
        f'<a:themeElements><a:clrScheme name="{NAME}">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="{NAME}">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="{NAME}"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def _shape(number: int, name: str, xfrm: str, *, ph: str = "", fill: str = "") -> str:
    """A shape of a master or layout without text: a placeholder, or a plain bar of one theme colour."""
    inner = f"<p:nvPr><p:ph {ph}/></p:nvPr>" if ph else '<p:nvPr userDrawn="1"/>'
    locks = '<a:spLocks noGrp="1"/>' if ph else ""
    body = f'{xfrm}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    if fill:
        body += f'<a:solidFill><a:schemeClr val="{fill}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr>{locks}</p:cNvSpPr>{inner}</p:nvSpPr>'
        f"<p:spPr>{body}</p:spPr>"
    )


def _xfrm(left: float, top: float, width: float, height: float) -> str:
    """A position in inches."""
    x, y, w, h = (round(value * INCH) for value in (left, top, width, height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _placeholder(
    number: int, name: str, ph: str, xfrm: str, prompt: str, *, anchor: str = "t", style: str = "", field: str = ""
) -> str:
    """A placeholder with its prompt, which PowerPoint shows only while an empty one is edited."""
    run = (
        f'<a:fld id="{_FIELD}" type="{field}"><a:rPr lang="en-GB"/><a:t>{prompt}</a:t></a:fld>'
        if field
        else f'<a:r><a:rPr lang="en-GB"/><a:t>{prompt}</a:t></a:r>'
        if prompt
        else ""
    )
    return (
        _shape(number, name, xfrm, ph=ph)
        + f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle><a:p>{run}"
        '<a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
    )


def _bar(number: int, name: str, xfrm: str, fill: str) -> str:
    return (
        _shape(number, name, xfrm, fill=fill)
        + '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-GB"/></a:p></p:txBody></p:sp>'
    )


def _style(size: int, colour: str = "tx1", *, bold: bool = False, align: str = "l") -> str:
    weight = ' b="1"' if bold else ' b="0"'
    shade = '<a:lumMod val="75000"/><a:lumOff val="25000"/>' if colour == "muted" else ""
    name = "tx1" if colour == "muted" else colour
    return (
        f'<a:lvl1pPr algn="{align}"><a:defRPr sz="{size}"{weight}><a:solidFill><a:schemeClr val="{name}">{shade}'
        "</a:schemeClr></a:solidFill></a:defRPr></a:lvl1pPr>"
    )


def _footers(first: int) -> str:
    """Footer text, date and slide number, as every layout repeats them."""
    return (
        _placeholder(
            first,
            "Footer",
            'type="ftr" sz="quarter" idx="11"',
            _xfrm(0.5, 7.1, 7.5, 0.22),
            "",
            style=_style(1000, "muted"),
        )
        + _placeholder(
            first + 1,
            "Date known",
            'type="dt" sz="half" idx="10"',
            _xfrm(8.2, 7.1, 3.3, 0.22),
            "",
            style=_style(1000, "muted", align="r"),
        )
        + _placeholder(
            first + 2,
            "Slide number",
            'type="sldNum" sz="quarter" idx="12"',
            _xfrm(11.63, 7.1, 1.2, 0.22),
            "‹#›",
            style=_style(1000, "muted", align="r"),
            field="slidenum",
        )
    )


def _master() -> str:
    layouts = "".join(f'<p:sldLayoutId id="{2147483648 + n}" r:id="rId{n}"/>' for n in range(1, len(_LAYOUTS) + 1))
    shapes = (
        _bar(2, "Accent", _xfrm(0.5, 0.34, 0.9, 0.055), "accent1")
        + _bar(3, "Foot rule", _xfrm(0.5, 7.02, 12.333, 0.01), "bg2")
        + _placeholder(4, "Title", 'type="title"', _xfrm(0.5, 0.5, 12.333, 0.86), "Headline")
        + _placeholder(5, "Text", 'type="body" idx="1"', _xfrm(0.5, 1.5, 12.333, 5.4), "Text")
        + _footers(6)
    )
    return (
        f'{_HEAD}<p:sldMaster {_NS}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
        f"<a:effectLst/></p:bgPr></p:bg><p:spTree>{_TREE}{shapes}</p:spTree></p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        f'<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst><p:hf hdr="0"/>'
        f"<p:txStyles><p:titleStyle>{_levels(2800, bold=True, font='mj')}</p:titleStyle>"
        f"<p:bodyStyle>{_levels(1600)}</p:bodyStyle><p:otherStyle>{_levels(1800)}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _layout(name: str, attributes: str, shapes: str) -> str:
    return (
        f'{_HEAD}<p:sldLayout {_NS} {attributes} preserve="1"><p:cSld name="{name}"><p:spTree>{_TREE}{shapes}'
        "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _title_layout() -> str:
    return _layout(
        "Title",
        'type="title" showMasterSp="0"',
        _bar(2, "Band", _xfrm(0, 0, 0.28, 7.5), "accent1")
        + _placeholder(
            3,
            "Title",
            'type="ctrTitle"',
            _xfrm(1.0, 1.35, 11.333, 2.1),
            "Title of the briefing",
            anchor="b",
            style=_style(4000, bold=True),
        )
        + _placeholder(
            4,
            "Subtitle",
            'type="subTitle" idx="1"',
            _xfrm(1.0, 3.75, 11.333, 2.7),
            "Dates and sources",
            style=_style(1800, "muted"),
        )
        + _footers(5),
    )


def _chart_layout() -> str:
    return _layout(
        "Chart",
        'userDrawn="1"',
        _placeholder(2, "Title", 'type="title"', _xfrm(0.5, 0.5, 12.333, 0.86), "Headline")
        + _placeholder(
            3,
            "Subtitle",
            f'type="body" sz="quarter" idx="{SUBTITLE}"',
            _xfrm(0.5, 1.42, 12.333, 0.3),
            "Measure, unit, date",
            style=_style(1600, "muted"),
        )
        + _placeholder(
            4,
            "Talking point",
            f'type="body" sz="quarter" idx="{POINT}"',
            _xfrm(9.75, 1.95, 3.083, 4.0),
            "Talking point",
            style=_style(1600),
        )
        + _placeholder(
            5,
            "Sources and notes",
            f'type="body" sz="quarter" idx="{FOOT}"',
            _xfrm(0.5, 6.2, 12.333, 0.75),
            "Sources and notes",
            anchor="b",
            style=_style(1100, "muted"),
        )
        + _footers(6),
    )


def _section_layout() -> str:
    return _layout(
        "Section",
        'type="secHead"',
        _placeholder(
            2,
            "Title",
            'type="title"',
            _xfrm(0.5, 2.4, 12.333, 1.4),
            "Section",
            anchor="b",
            style=_style(3600, bold=True),
        )
        + _placeholder(
            3,
            "Text",
            'type="body" idx="1"',
            _xfrm(0.5, 4.0, 12.333, 1.8),
            "What it is about",
            style=_style(1800, "muted"),
        )
        + _footers(4),
    )


def _text_layout() -> str:
    return _layout(
        "Text",
        'type="obj"',
        _placeholder(2, "Title", 'type="title"', _xfrm(0.5, 0.5, 12.333, 0.5), "Title")
        + _placeholder(3, "Text", 'idx="1"', _xfrm(0.5, 1.2, 12.333, 5.7), "Text", style=_style(1200))
        + _footers(4),
    )
