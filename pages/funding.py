"""Funding: what the Coalition raised and pledged, stabilisation, US budgets, the money of ISIS; nominal money."""

from analysis import select
from charts.common import short_names
from charts.views.funding.appeals import PLACE, plan_places
from ui import filters, frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()
names = short_names(led)


def head() -> None:
    shown = [
        tiles.tile(led, select(led, "coalition_assistance_raised"), "Raised by Coalition members"),
        *(
            tiles.tile(
                led,
                select(led, "ffs_contributions", place=place, origin="all"),
                f"Given to UNDP's stabilisation facility, {names.get(place, place)}",
            )
            for place in plan_places(led)
        ),
        tiles.tile(led, select(led, "isis_finances", place="world"), "Reserves of ISIS"),
    ]
    frame.tell(
        frame.headlines("funding.stabilization", "funding.isis_reserves"),
        tiles.made(shown)
        + frame.quiet(
            "All sums are nominal, in the currency that the source states; no rate is applied and none is added to "
            "another."
        ),
    )


@section(
    "Coalition pledges",
    "funding.stabilization",
    "funding.raised",
    "funding.stabilization_donors",
    question="What has the Coalition raised and pledged?",
)
def pledges() -> None:
    with cards():
        card("funding.stabilization")
        card("funding.stabilization_donors")
    card("funding.raised")


@section(
    "Stabilisation",
    "funding.ffs",
    "funding.ffs_donors",
    "funding.ffs_single",
    question="Who pays into the Funding Facility for Stabilization?",
)
def facility() -> None:
    with cards():
        card("funding.ffs")
        card("funding.ffs_donors")
    card("funding.ffs_single")


@section(
    "Its projects",
    "funding.ffs_projects",
    "funding.ffs_places",
    question="What has the Facility done, and where?",
)
def projects() -> None:
    with cards():
        card("funding.ffs_projects")
        card("funding.ffs_places")


@section(
    "Partner forces",
    "funding.ctef",
    "funding.ctef_parts",
    question="What has the United States budgeted for partner forces?",
)
def us_money() -> None:
    place = filters.switch("fun_place", "Partner forces in", plan_places(led), PLACE, lambda p: str(names.get(p, p)))
    with cards():
        card("funding.ctef")
        card("funding.ctef", slot="place", place=place)
    card("funding.ctef_parts")


@section(
    "The operation",
    "funding.oir_budget",
    "funding.oir_cost",
    "funding.oir_per_day",
    question="What has the operation cost the United States?",
)
def operation() -> None:
    with cards():
        card("funding.oir_cost")
        card("funding.oir_per_day")
    card("funding.oir_budget")


@section(
    "Money of ISIS",
    "funding.isis_reserves",
    "funding.isis_revenue",
    "funding.isis_monthly",
    "funding.isis_streams",
    question="What did ISIS take in, and what does it hold?",
)
def isis_money() -> None:
    with cards():
        card("funding.isis_reserves")
        card("funding.isis_revenue")
        card("funding.isis_streams")
        card("funding.isis_monthly")


frame.title("Funding")
lay_out(head, pledges, facility, projects, us_money, operation, isis_money)
