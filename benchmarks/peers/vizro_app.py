"""The pages in Vizro: a parameter that all components of a page take, the table in a folded container."""

import pandas as pd
import plotly.graph_objects as go
import vizro.models as vm
import vizro.plotly.express as px
from dash import dcc, html
from shown import PAGES, PORT, first
from vizro import Vizro
from vizro.models.types import capture

px.defaults.template = None
NONE = pd.DataFrame()  # Vizro wants a frame; what is drawn is made already
EMPTY = {"data": [], "layout": {}}


def state(path: str, choice: str) -> dict:
    return next(page for page in PAGES if page["path"] == path)["states"][choice]


@capture("graph")
def plotted(data_frame, path: str, number: int, choice: str):
    charts = state(path, choice)["charts"]
    return go.Figure(charts[number]["figure"] if number < len(charts) else EMPTY)


@capture("figure")
def words(data_frame, path: str, choice: str):
    found = state(path, choice)
    tiles = [html.Div([html.P(a), html.H3(b), html.P(c)]) for a, b, c in found["tiles"]]
    figures = [dcc.Markdown(one, dangerously_allow_html=True) for one in found["figures"]]
    return html.Div([html.P(found["sentence"]), html.Div(tiles, style={"display": "flex", "gap": "24px"}), *figures])


@capture("figure")
def about(data_frame, path: str, number: int, part: str, choice: str):
    charts = state(path, choice)["charts"]
    if number >= len(charts):
        return html.Div()
    chart = charts[number]
    return html.P(chart["source"]) if part == "foot" else html.Div([html.H2(chart["title"]), html.P(chart["subtitle"])])


@capture("figure")
def table(data_frame, path: str, choice: str):
    found = state(path, choice)["table"]
    head = html.Tr([html.Th(one) for one in found["columns"]])
    return html.Table([html.Thead(head), *(html.Tr([html.Td(one) for one in row]) for row in found["rows"])])


def made(page: dict) -> vm.Page:
    path, begin = page["path"], first(page)
    parts = [vm.Figure(id=f"{path}-words", figure=words(data_frame=NONE, path=path, choice=begin))]
    targets = [f"{path}-words.choice"]
    for number in range(max(len(one["charts"]) for one in page["states"].values())):
        for part in ("head", "plot", "foot"):
            name = f"{path}-{part}-{number}"
            targets.append(f"{name}.choice")
            if part == "plot":
                parts.append(vm.Graph(id=name, figure=plotted(data_frame=NONE, path=path, number=number, choice=begin)))
            else:
                figure = about(data_frame=NONE, path=path, number=number, part=part, choice=begin)
                parts.append(vm.Figure(id=name, figure=figure))
    folded = vm.Figure(id=f"{path}-table", figure=table(data_frame=NONE, path=path, choice=begin))
    parts.append(vm.Container(title="Table", collapsed=True, components=[folded]))
    targets.append(f"{path}-table.choice")
    selector = vm.Dropdown(options=list(page["states"]), value=begin, multi=False, title=page["label"])
    return vm.Page(
        title=page["title"],
        path=f"/{path}",
        layout=vm.Flex(),
        components=parts,
        controls=[vm.Parameter(targets=targets, selector=selector)],
    )


Vizro().build(vm.Dashboard(pages=[made(page) for page in PAGES])).run(port=PORT, debug=False)
