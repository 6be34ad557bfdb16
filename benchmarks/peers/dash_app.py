"""The pages in Dash: one callback a page for all that its filter changes, the table made when it is opened."""

from dash import Dash, Input, Output, dcc, html
from shown import PAGES, PORT, first

app = Dash(__name__, suppress_callback_exceptions=True, serve_locally=True)
app.layout = html.Div(
    [
        dcc.Location(id="at"),
        html.Nav([dcc.Link(page["title"], href=f"/{page['path']}", className="link") for page in PAGES]),
        html.Main(id="page"),
    ]
)


def content(state: dict) -> list:
    tiles = [html.Div([html.P(label), html.H3(value), html.P(when)]) for label, value, when in state["tiles"]]
    found = [html.P(state["sentence"]), html.Div(tiles, style={"display": "flex", "gap": "24px"})]
    for chart in state["charts"]:
        graph = dcc.Graph(figure=chart["figure"], config={"displayModeBar": False})
        found += [html.H2(chart["title"]), html.P(chart["subtitle"]), graph, html.P(chart["source"])]
    return [*found, *(dcc.Markdown(figures, dangerously_allow_html=True) for figures in state["figures"])]


def laid_out(page: dict) -> list:
    options = list(page["states"])
    state = page["states"][first(page)]
    return [
        html.H1(page["title"]),
        dcc.Dropdown(options, first(page), id=f"{page['path']}-choice", clearable=False, searchable=False),
        html.Div(content(state), id=f"{page['path']}-content"),
        html.Details([html.Summary("Table", id=f"{page['path']}-open"), html.Div(id=f"{page['path']}-table")]),
    ]


@app.callback(Output("page", "children"), Input("at", "pathname"))
def show(path: str) -> list:
    return laid_out(next((page for page in PAGES if path == f"/{page['path']}"), PAGES[0]))


def bind(page: dict) -> None:
    path = page["path"]

    @app.callback(Output(f"{path}-content", "children"), Input(f"{path}-choice", "value"), prevent_initial_call=True)
    def choose(name: str) -> list:
        return content(page["states"][name])

    @app.callback(
        Output(f"{path}-table", "children"),
        Input(f"{path}-open", "n_clicks"),
        Input(f"{path}-choice", "value"),
        prevent_initial_call=True,
    )
    def opened(_clicks: int, name: str) -> html.Table:
        table = page["states"][name]["table"]
        head = html.Tr([html.Th(one) for one in table["columns"]])
        return html.Table([html.Thead(head), *(html.Tr([html.Td(one) for one in row]) for row in table["rows"])])


for each in PAGES:
    bind(each)
app.run(port=PORT, debug=False)
