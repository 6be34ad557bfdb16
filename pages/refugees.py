"""Refugees: Syrians and Iraqis abroad, who came back, from where and whereto, and who means to return."""

from analysis.listed import headlines
from charts.tiles import listed_tiles
from ui import frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

COUNTED = ("returnees_syria_from_abroad", "refugees_syrian", "refugees_iraqi")

led = frame.opened()


def head() -> None:
    shown = (one for one in headlines(led) if one.indicator in COUNTED)
    frame.tell(
        frame.headlines("displacement.from_abroad", "displacement.refugees_syrian"),
        tiles.made(listed_tiles(led, shown)),
    )


@section(
    "Back from abroad",
    "displacement.from_abroad",
    "displacement.from_hosts",
    "displacement.destinations",
    "displacement.refugee_returns",
    question="How many Syrians have come back from abroad, from where and whereto?",
)
def abroad() -> None:
    with cards():
        card("displacement.from_abroad")
        card("displacement.from_hosts")
        card("displacement.destinations")
        card("displacement.refugee_returns")


@section(
    "Refugees",
    "displacement.refugees_syrian",
    "displacement.refugees_iraqi",
    "displacement.refugees_change",
    "displacement.returns_by_host",
    question="How many are refugees abroad, where, and how many went home?",
)
def refugees() -> None:
    with cards():
        card("displacement.refugees_syrian")
        card("displacement.refugees_iraqi")
        card("displacement.refugees_change")
        card("displacement.returns_by_host")


@section(
    "Intentions",
    "displacement.intentions",
    "displacement.intentions_by_host",
    question="Do refugees mean to return?",
)
def intentions() -> None:
    with cards():
        card("displacement.intentions")
        card("displacement.intentions_by_host")


frame.title("Refugees")
lay_out(head, abroad, refugees, intentions)
