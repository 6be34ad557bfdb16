"""A small app for the browser test of picture buttons: a chart and a map with hostile words in their titles."""

import sys
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from charts.palette import INK, Theme, hue
from render.picture.map import render
from render.plan.map.parts import Arc, Area, Circle, Label, LegendItem, MapPicture
from ui.picture import picture_buttons

TITLE = (
    "People held in the camp fall <img src=x onerror=alert(1)> & keep falling "
    + "through every year of the record " * 3
)
SOURCES = "Sources: First publisher, 7 Feb 2026; " + "; ".join(f"publisher number {n}, Jan 202{n}" for n in range(7))
NOTE = "Boundaries and names imply no endorsement."

theme: Theme = "dark" if st.context.theme.type == "dark" else "light"
ink = INK[theme]
months = [f"20{16 + month // 12}-{month % 12 + 1:02d}-28" for month in range(0, 120, 3)]
figure = go.Figure(
    [
        go.Scatter(
            x=months,
            y=[1000 * (60 - abs(40 - place * 9 - index)) for index in range(len(months))],
            name=f"Place number {place}",
            mode="lines+markers",
            line={"color": hue(colour, theme), "width": 2},
            marker={"symbol": "circle-open" if place else "circle", "size": 8},
        )
        for place, colour in enumerate(("blue", "orange", "teal"))
    ]
)
figure.update_layout(
    height=420,
    margin={"l": 50, "r": 150, "t": 40, "b": 40},
    font={"family": '"Source Sans", sans-serif', "color": ink["text"]},
    paper_bgcolor="rgba(0,0,0,0)",
    plot_bgcolor="rgba(0,0,0,0)",
    xaxis={"gridcolor": ink["grid"], "tickfont": {"color": ink["muted"]}},
    yaxis={"title": {"text": "people"}, "gridcolor": ink["grid"], "tickfont": {"color": ink["muted"]}},
    legend={"orientation": "h", "y": -0.15},
    shapes=[
        {
            "type": "line",
            "x0": "2021-03-28",
            "x1": "2021-03-28",
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": {"color": ink["axis"]},
        }
    ],
    annotations=[
        {"x": "2021-03-28", "y": 1, "yref": "paper", "yanchor": "bottom", "text": "operation", "showarrow": False},
        {"x": months[-1], "y": 42000, "text": "Place number 2, labelled", "xanchor": "left", "showarrow": False},
    ],
)

st.title("Pictures")
st.plotly_chart(figure, key="camps chart/1", theme=None)
picture_buttons(
    key="chart-picture",
    filename="Camps: al-Hol/Roj <2016>",
    kind="plotly",
    chart_key="camps chart/1",
    print_spec={
        "title": TITLE,
        "subtitle": "People held, persons, as of 7 Feb 2026",
        "sources": SOURCES,
        "note": "Open markers are estimates.",
        "anchor": "camps",
    },
)

square = [(39.0, 35.0), (43.0, 35.0), (43.0, 37.5), (39.0, 37.5)]
map_svg = render(
    MapPicture(
        title=TITLE,
        subtitle="Camps, persons, as of 7 Feb 2026",
        sources=SOURCES,
        note=NOTE,
        extent=(35.0, 31.0, 48.0, 38.0),
        land=[[[(30.0, 28.0), (52.0, 28.0), (52.0, 42.0), (30.0, 42.0)]]],
        areas=[Area([square], "#b8d0e8", "Governorate")],
        circles=[Circle(41.1, 36.4, 40, "#c75b39", "#8a3a20", "Camp <b>one</b>", hedged=True)],
        arcs=[Arc(41.1, 36.4, 44.4, 33.3, 5, "#444466")],
        labels=[Label(44.4, 33.3, "Baghdad")],
        legend=[LegendItem("#b8d0e8", "1 to 10", "box")],
    )
)
with st.popover("Download", key="map-box"):
    picture_buttons(
        key="map-picture",
        filename="Map",
        kind="svg",
        svg=map_svg,
        print_spec={"title": TITLE, "subtitle": "", "sources": SOURCES, "note": NOTE},
    )
