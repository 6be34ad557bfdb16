"""Returns to Iraq and Syria: batch by batch from al-Hol, through Jeddah-1 and on, and Syrians home from the camps."""

from analysis.sites import spoken
from charts.common import short_names
from charts.views.returns.iraqis import COUNTS, centre
from charts.views.returns.syria import ALL, camps_left, years_left
from ui import filters, frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()
names = short_names(led)
chosen: dict[str, str] = {}


def head() -> None:
    count = filters.switch("ret_count", "Count", tuple(COUNTS), "total", lambda c: COUNTS[c].capitalize())
    chosen.update(count=count)
    frame.tell(frame.sentence("returns", count=count), tiles.row("returns", count=count))


@section(
    "How many",
    "returns.batches",
    "returns.cumulative",
    "returns.by_year",
    question="How many have gone home, and when?",
)
def groups() -> None:
    count = chosen["count"]
    card("returns.batches", count=count)
    with cards():
        card("returns.cumulative", count=count)
        card("returns.by_year", count=count)


@section(
    "Where they go",
    "returns.flows",
    "returns.destination_map",
    "returns.destinations",
    question="Where do they go?",
)
def where() -> None:
    count = chosen["count"]
    with filters.row():
        year = filters.pick(
            "ret_year", "Syrian destinations in", years_left(led), ALL, lambda y: "All years" if y == ALL else y, 180
        )
    with cards():
        card("returns.flows", count=count)
        card("returns.destination_map", count=count, year=year)
    card("returns.destinations", count=count, year=year)


@section(
    "Iraqis",
    "returns.targets",
    "returns.pace",
    "returns.convoys",
    "returns.shares",
    question="How far have Iraq's plans been met?",
)
def iraqis() -> None:
    with cards():
        card("returns.targets", count=chosen["count"])
        card("returns.pace")
        card("returns.convoys")
        card("returns.shares")


@section(
    "The way home",
    "returns.jeddah_flow",
    "returns.jeddah_population",
    "returns.leaders",
    question=f"How do Iraqis go on through {spoken(led, centre(led)) or 'a centre'}?",
)
def home() -> None:
    with cards():
        card("returns.jeddah_flow", count=chosen["count"])
        card("returns.jeddah_population", count=chosen["count"])
    card("returns.leaders")


@section(
    "Syrians",
    "returns.syrian_groups",
    "returns.syrian_totals",
    "returns.syrian_trips",
    question="How many Syrians have gone home from the camps?",
)
def syrians() -> None:
    count = chosen["count"]
    with filters.row():
        camp = filters.pick(
            "ret_camp",
            "Groups of Syrians from",
            camps_left(led),
            ALL,
            lambda p: "All camps" if p == ALL else names[p],
        )
    card("returns.syrian_groups", count=count, camp=camp)
    with cards():
        card("returns.syrian_totals", count=count)
        card("returns.syrian_trips")


@section("Events", "returns.timeline", question="What happened, and when?")
def events() -> None:
    card("returns.timeline")


frame.title("Returns to Iraq and Syria")
lay_out(head, groups, where, iraqis, home, syrians, events)
