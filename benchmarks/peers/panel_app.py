"""The pages in Panel: a select bound to a column of panes, the table made when its card is opened."""

import pandas as pd
import panel as pn
from shown import PAGES, PORT, first

pn.extension("plotly", "tabulator")


def content(state: dict) -> pn.Column:
    tiles = pn.Row(*(pn.pane.HTML(f"<p>{a}</p><h3>{b}</h3><p>{c}</p>") for a, b, c in state["tiles"]))
    found = [pn.pane.HTML(f"<p>{state['sentence']}</p>"), tiles]
    for chart in state["charts"]:
        words = pn.pane.HTML(f"<h2>{chart['title']}</h2><p>{chart['subtitle']}</p>")
        pane = pn.pane.Plotly(chart["figure"], config={"displayModeBar": False}, sizing_mode="stretch_width")
        found += [words, pane, pn.pane.HTML(f"<p>{chart['source']}</p>")]
    found += [pn.pane.HTML(figures) for figures in state["figures"]]
    return pn.Column(*found, sizing_mode="stretch_width")


def serve(page: dict):
    def view() -> pn.Column:
        choice = pn.widgets.Select(name=page["label"], options=list(page["states"]), value=first(page))
        card = pn.Card(title="Table", collapsed=True)

        def table(collapsed: bool, name: str):
            found = page["states"][name]["table"]
            return None if collapsed else pn.pane.DataFrame(pd.DataFrame(found["rows"], columns=found["columns"]))

        card.append(pn.bind(table, card.param.collapsed, choice))
        links = "".join(f'<a class="link" href="/{one["path"]}">{one["title"]}</a> ' for one in PAGES)
        return pn.Column(
            pn.pane.HTML(f"<nav>{links}</nav><h1>{page['title']}</h1>"),
            choice,
            pn.bind(lambda name: content(page["states"][name]), choice),
            card,
            sizing_mode="stretch_width",
        )

    return view


pn.serve({page["path"]: serve(page) for page in PAGES}, port=PORT, show=False)
