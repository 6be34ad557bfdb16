"""Writes a described chart as DrawingML (`c:chartSpace`), the one format of charts in Excel, PowerPoint and Word."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from charts.palette import INK
from charts.text import xml_text
from render.office.model import Axis, Chart, Fill, Grid, Group, Labels, Line, Mark, Place, Ref, Series, Whisker, number

_INK = INK["light"]
_X_AXIS, _Y_AXIS = 111111111, 222222222
_ONE_LINE = '<a:bodyPr rot="0" vert="horz" wrap="none" anchor="ctr"/>'
_ON_END = '<a:bodyPr rot="-5400000" vert="horz" wrap="none" anchor="ctr"/>'
_HOLLOW = 0.4  # share of the colour inside a hollow mark
_C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
_AXES = {"value": "valAx", "category": "catAx", "date": "dateAx"}
_TYPES = {"scatter": "scatterChart", "column": "barChart", "bar": "barChart", "line": "lineChart"}


def chart_xml(chart: Chart, place: Place, *, titled: bool = False) -> str:
    """The chart part as text (without what binds it to a slide or sheet); its cells stand at `place`.

    With `titled` the name of a panel stands above it.
    """
    body, silent, index = [], [], 0
    for group in chart.groups:
        drawn = []
        for series in group.series:
            drawn.append(_series(series, group, chart, place, index))
            silent += [] if series.in_legend else [index]
            index += 1
        body.append(_group(group, "".join(drawn)))
    flat = chart.groups[0].kind == "bar"
    kind = "scatter" if chart.x.kind == "date" else chart.groups[0].kind
    axes = _axis(chart.x, _X_AXIS, _Y_AXIS, "l" if flat else "b", kind)
    axes += _axis(chart.y, _Y_AXIS, _X_AXIS, "b" if flat else "l", kind)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<c:date1904 val="0"/><c:lang val="en-GB"/><c:roundedCorners val="0"/>'
        f"<c:chart>{_title(chart, shown=titled)}"
        f"<c:plotArea>{_layout(chart.inner)}{''.join(body)}{axes}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f"{_legend(chart, silent)}"
        f'<c:plotVisOnly val="0"/><c:dispBlanksAs val="{"span" if chart.spans else "gap"}"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{_text(chart.font, _INK['text'])}</c:chartSpace>"
    )


def formula(grid: Grid, ref: Ref, place: Place) -> str:
    """The cells as a formula: `Data!$B$2:$B$9`. Raises ValueError for a heading or a row that the grid has not."""
    if ref.last >= grid.rows:
        raise ValueError(f"{ref} lies beyond a grid of {grid.rows} rows")
    column = place.column + grid.at(ref.head)
    ends = [
        xl_rowcol_to_cell(place.row + 1 + row, column, row_abs=True, col_abs=True)
        for row in dict.fromkeys((ref.first, ref.last))
    ]
    return f"{quote_sheetname(place.sheet)}!{':'.join(ends)}"


def _solid(colour: str, share: float = 1.0) -> str:
    # Paler by luminance, as Office does it: the palette's colour stays, and can be put into that of a template.
    paler = f'<a:lumMod val="{round(share * 1000) * 100}"/><a:lumOff val="{round((1 - share) * 1000) * 100}"/>'
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}">{paler if share < 1 else ""}</a:srgbClr></a:solidFill>'


def _ln(line: Line | None, cap: str = "rnd") -> str:
    if line is None:
        return "<a:ln><a:noFill/></a:ln>"
    dash = "" if line.dash == "solid" else f'<a:prstDash val="{line.dash}"/>'
    return f'<a:ln w="{round(line.width * 12700)}" cap="{cap}">{_solid(line.colour, line.share)}{dash}<a:round/></a:ln>'


def _text(size: float, colour: str, *, bold: bool = False, wrap: bool = True) -> str:
    body = '<a:bodyPr rot="0" vert="horz"/>' if wrap else _ONE_LINE
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{_solid(colour)}</a:defRPr>'
        '</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _title(chart: Chart, *, shown: bool) -> str:
    if not (shown and chart.title):
        return '<c:autoTitleDeleted val="1"/>'
    style = f'sz="{round(chart.font * 110)}" b="1"'
    return (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="en-GB" {style}>{_solid(_INK["text"])}</a:rPr>'
        f'<a:t>{xml_text(chart.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/>'
    )


def _layout(inner: tuple[float, float, float, float] | None) -> str:
    if inner is None:
        return "<c:layout/>"
    sizes = "".join(f'<c:{tag} val="{value:.5f}"/>' for tag, value in zip("xywh", inner, strict=True))
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{sizes}</c:manualLayout></c:layout>"
    )


def _legend(chart: Chart, silent: list[int]) -> str:
    if not chart.legend:
        return ""
    gone = "".join(f'<c:legendEntry><c:idx val="{i}"/><c:delete val="1"/></c:legendEntry>' for i in silent)
    return f'<c:legend><c:legendPos val="t"/>{gone}<c:overlay val="0"/>{_text(chart.font, _INK["text"])}</c:legend>'


def _axis(axis: Axis, own: int, other: int, side: str, kind: str) -> str:
    ends = "".join(
        f'<c:{tag} val="{value!r}"/>' for tag, value in (("max", axis.high), ("min", axis.low)) if value is not None
    )
    grid = f"<c:majorGridlines><c:spPr>{_ln(Line(_INK['grid'], 0.75), 'flat')}</c:spPr></c:majorGridlines>"
    line = Line(_INK["axis"], 0.75) if axis.line else None
    middle = "midCat" if kind == "scatter" else "between"
    tag = _AXES[axis.kind]
    return (
        f'<c:{tag}><c:axId val="{own}"/>'
        f'<c:scaling><c:orientation val="{"maxMin" if axis.reverse else "minMax"}"/>{ends}</c:scaling>'
        f'<c:delete val="{int(not axis.shown)}"/><c:axPos val="{side}"/>{grid if axis.grid else ""}'
        f'<c:numFmt formatCode="{xml_text(axis.number_format)}" sourceLinked="0"/>'
        f'<c:majorTickMark val="{"out" if axis.strokes else "none"}"/>'
        '<c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"nextTo" if axis.labels else "none"}"/>'
        f"<c:spPr>{_ln(line, 'flat')}</c:spPr>{_text(axis.size, _INK[axis.ink])}"
        f'<c:crossAx val="{other}"/><c:crosses val="{axis.crosses}"/>'
        f"{_steps(axis, middle)}</c:{tag}>"
    )


def _steps(axis: Axis, middle: str) -> str:
    """What the kinds of axes have apart: how one steps from tick to tick."""
    if axis.kind == "category":
        skip = f'<c:tickLblSkip val="{axis.skip}"/><c:noMultiLvlLbl val="1"/>'
        return f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>{skip}'
    if axis.kind == "value":
        major = f'<c:majorUnit val="{axis.step!r}"/>' if axis.step else ""
        return f'<c:crossBetween val="{middle}"/>{major}'
    return (
        '<c:auto val="0"/><c:lblOffset val="60"/><c:baseTimeUnit val="days"/>'
        f'<c:majorUnit val="{axis.step!r}"/><c:majorTimeUnit val="{axis.unit}"/>'
    )


def _group(group: Group, series: str) -> str:
    tag = _TYPES[group.kind]
    if group.kind == "scatter":
        head, tail = '<c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>', ""
    elif group.kind == "line":
        head, tail = '<c:grouping val="standard"/><c:varyColors val="0"/>', '<c:marker val="1"/>'
    else:
        head = (
            f'<c:barDir val="{"bar" if group.kind == "bar" else "col"}"/>'
            f'<c:grouping val="{"stacked" if group.stacked else "clustered"}"/><c:varyColors val="0"/>'
        )
        tail = f'<c:gapWidth val="{group.gap}"/><c:overlap val="{100 if group.stacked else group.overlap}"/>'
    return f'<c:{tag}>{head}{series}{tail}<c:axId val="{_X_AXIS}"/><c:axId val="{_Y_AXIS}"/></c:{tag}>'


def _series(series: Series, group: Group, chart: Chart, place: Place, index: int) -> str:
    grid, bars = chart.grid, group.kind in ("column", "bar")
    if series.named_at is None:
        name = f"<c:tx><c:v>{xml_text(series.name)}</c:v></c:tx>"
    else:
        name = f"<c:tx>{_strings(grid, series.named_at, place, [series.name])}</c:tx>"
    look = _bar_fill(series.fill) if bars else _line_look(series, series.mark, group.kind)
    head = f'<c:idx val="{index}"/><c:order val="{index}"/>{name}{look}'
    head += '<c:invertIfNegative val="0"/>' if bars else _marker(series.mark)
    points = "".join(_point(at, mark, series, group.kind) for at, mark in sorted(series.points.items()))
    labels = _labels(series.labels, chart, place)
    whiskers = "".join(_whisker(w, group, chart, place) for w in series.whiskers)
    x, y = ("xVal", "yVal") if group.kind == "scatter" else ("cat", "val")
    texts = grid.columns[grid.at(series.x.head)].kind == "text"
    across = _strings(grid, series.x, place) if texts else _numbers(grid, series.x, place)
    body = f"<c:{x}>{across}</c:{x}><c:{y}>{_numbers(grid, series.y, place)}</c:{y}>"
    smooth = "" if bars else '<c:smooth val="0"/>'
    return f"<c:ser>{head}{points}{labels}{whiskers}{body}{smooth}{_label_cells(series, grid, place)}</c:ser>"


def _numbers(grid: Grid, ref: Ref, place: Place) -> str:
    cells = [number(cell) for cell in grid.cells(ref)]
    points = "".join(f'<c:pt idx="{i}"><c:v>{_digits(v)}</c:v></c:pt>' for i, v in enumerate(cells) if v is not None)
    shape = "d\\ mmm\\ yyyy" if grid.columns[grid.at(ref.head)].kind == "date" else "General"
    return (
        f"<c:numRef><c:f>{xml_text(formula(grid, ref, place))}</c:f><c:numCache><c:formatCode>{shape}</c:formatCode>"
        f'<c:ptCount val="{len(cells)}"/>{points}</c:numCache></c:numRef>'
    )


def _digits(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _strings(grid: Grid, ref: Ref, place: Place, known: list[str] | None = None) -> str:
    return (
        f"<c:strRef><c:f>{xml_text(formula(grid, ref, place))}</c:f><c:strCache>{_cache(grid, ref, known)}</c:strCache>"
        "</c:strRef>"
    )


def _cache(grid: Grid, ref: Ref, known: list[str] | None = None) -> str:
    cells = known or [str(c or "") for c in grid.cells(ref)]
    points = "".join(f'<c:pt idx="{i}"><c:v>{xml_text(v)}</c:v></c:pt>' for i, v in enumerate(cells) if v)
    return f'<c:ptCount val="{len(cells)}"/>{points}'


def _marker(mark: Mark | None) -> str:
    if mark is None:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    # Not without any fill: a mark that is only an outline is not drawn everywhere.
    inside = _solid(mark.colour, mark.share * (_HOLLOW if mark.hollow else 1))
    edge = _ln(Line(mark.colour, 1.5 if mark.hollow else 0.75, share=mark.share))
    shape = f'<c:symbol val="{mark.symbol}"/><c:size val="{mark.size}"/>'
    return f"<c:marker>{shape}<c:spPr>{inside}{edge}</c:spPr></c:marker>"


def _bar_fill(fill: Fill | None) -> str:
    if fill is None:
        return "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    edge = _ln(Line(fill.colour, 1.25)) if fill.outline else "<a:ln><a:noFill/></a:ln>"
    inside = f'<a:alpha val="{round(fill.share * 100_000)}"/>' if fill.share < 1 else ""
    colour = f'<a:srgbClr val="{fill.colour[1:].upper()}">{inside}</a:srgbClr>'
    return f"<c:spPr><a:solidFill>{colour}</a:solidFill>{edge}</c:spPr>"


def _line_look(series: Series, mark: Mark | Fill | None, kind: str) -> str:
    """The line of a series, or of one with this mark; in a line chart also the fill of the columns made of it."""
    if kind != "line":
        return f"<c:spPr>{_ln(series.line)}</c:spPr>"
    share = mark.share * (_HOLLOW if mark.hollow else 1) if isinstance(mark, Mark) else 1.0
    fill = _solid(mark.colour, share) if isinstance(mark, Mark) else "<a:noFill/>"
    return f"<c:spPr>{fill}{_ln(series.line)}</c:spPr>"


def _point(at: int, mark: Mark | Fill, series: Series, kind: str) -> str:
    if isinstance(mark, Fill):
        inside = f'<c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_bar_fill(mark)}'
    else:
        # Without its own line a point would take the application's, not the series'.
        inside = f'{_marker(mark)}<c:bubble3D val="0"/>{_line_look(series, mark, kind)}'
    return f'<c:dPt><c:idx val="{at}"/>{inside}</c:dPt>'


_SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def _shown(*what: str) -> str:
    return "".join(f'<c:show{name} val="{int(name in what)}"/>' for name in _SHOWN)


def _moved(aside: float) -> str:
    """The layout of a label so far right of where it would stand."""
    place = f'<c:manualLayout><c:x val="{aside:.5f}"/><c:y val="0"/></c:manualLayout>'
    return f"<c:layout>{place}</c:layout>" if aside else ""


def _labels(labels: Labels | None, chart: Chart, place: Place) -> str:
    if labels is None or not labels.points:
        return ""
    colour = labels.colour or _INK["text"]
    bare = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    turned = _ON_END if labels.turned else _ONE_LINE
    style = bare + _text(labels.size, colour, bold=labels.bold, wrap=False)
    run = f'sz="{round(labels.size * 100)}" b="{int(labels.bold)}">{_solid(colour)}'
    out = []
    for at in labels.points:
        layout = _moved(labels.asides.get(at, 0.0))
        where = f'<c:dLblPos val="{labels.sides.get(at, labels.position)}"/>'
        if labels.cells is None:
            out.append(f'<c:dLbl><c:idx val="{at}"/>{style}{where}{_shown("SerName")}</c:dLbl>')
            continue
        text = chart.grid.cells(labels.cells)[at]
        key = str(uuid5(NAMESPACE_URL, f"{place.sheet} {labels.cells} {at}")).upper()
        out.append(
            f'<c:dLbl><c:idx val="{at}"/>{layout}<c:tx><c:rich>{turned}<a:p><a:pPr><a:defRPr {run}'
            "</a:defRPr></a:pPr>"
            f'<a:fld id="{{{key}}}" type="CELLRANGE"><a:rPr lang="en-GB" {run}</a:rPr><a:pPr/>'
            f"<a:t>{xml_text(str(text or ''))}</a:t></a:fld></a:p></c:rich></c:tx>{bare}{where}{_shown('Val')}"
            f'<c:extLst><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" xmlns:c15="{_C15}">'
            '<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
        )
    return f"<c:dLbls>{''.join(out)}{style}{_shown()}</c:dLbls>"


def _label_cells(series: Series, grid: Grid, place: Place) -> str:
    """The cells that label the points, so that an edited cell changes its label."""
    labels = series.labels
    if labels is None or labels.cells is None or not labels.points:
        return ""
    return (
        f'<c:extLst><c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" xmlns:c15="{_C15}"><c15:datalabelsRange>'
        f"<c15:f>{xml_text(formula(grid, labels.cells, place))}</c15:f>"
        f"<c15:dlblRangeCache>{_cache(grid, labels.cells)}</c15:dlblRangeCache>"
        "</c15:datalabelsRange></c:ext></c:extLst>"
    )


def _whisker(whisker: Whisker, group: Group, chart: Chart, place: Place) -> str:
    direction = "" if group.kind in ("bar", "column") else f'<c:errDir val="{whisker.direction}"/>'
    if whisker.percent or whisker.fixed:
        kind, of = ("percentage", whisker.percent) if whisker.percent else ("fixedVal", whisker.fixed)
        ends, side = f'<c:val val="{of!r}"/>', "minus"
    else:
        kind = "cust"
        given = [(tag, ref) for tag, ref in (("plus", whisker.plus), ("minus", whisker.minus)) if ref is not None]
        side = "both" if len(given) > 1 else given[0][0]
        ends = "".join(f"<c:{tag}>{_numbers(chart.grid, ref, place)}</c:{tag}>" for tag, ref in given)
    return (
        f'<c:errBars>{direction}<c:errBarType val="{side}"/><c:errValType val="{kind}"/>'
        f'<c:noEndCap val="{int(not whisker.caps)}"/>{ends}<c:spPr>{_ln(whisker.line, "flat")}</c:spPr></c:errBars>'
    )
