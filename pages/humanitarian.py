"""Humanitarian funding: plans and appeals, plans for refugees, conferences, aid by donor; nominal money."""

from analysis import select
from charts.common import short_names
from charts.views.funding.appeals import PLACE, plan_places
from charts.views.funding.refugees import hosts
from ui import filters, frame, tiles
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()
names = short_names(led)
chosen: dict[str, str] = {}


def head() -> None:
    place = filters.switch("fun_place", "Plans for", plan_places(led), PLACE, lambda p: str(names.get(p, p)))
    chosen.update(place=place)
    frame.tell(
        frame.sentence("funding", place=place),
        tiles.row("funding", place=place)
        + frame.quiet(
            "All sums are nominal, in the currency that the source states; no rate is applied and none is added to "
            "another."
        ),
    )


@section(
    "Plans",
    "funding.appeals",
    "funding.to_date",
    "funding.shares",
    "funding.outside",
    question="How much have the humanitarian plans asked for and received?",
)
def plans() -> None:
    place = chosen["place"]
    with cards():
        card("funding.appeals", place=place)
        card("funding.to_date", place=place)
        card("funding.shares")
        card("funding.outside", place=place)


@section(
    "Camps and appeals",
    "funding.camp_sector",
    "funding.flash",
    question="What was asked and received for camps, and in flash appeals?",
)
def appeals() -> None:
    with cards():
        card("funding.camp_sector", place=chosen["place"])
        card("funding.flash")


@section(
    "Refugee plans",
    "funding.refugee_plan",
    "funding.refugee_shares",
    question="How are the plans for Syrian refugees funded in each host country?",
)
def refugee_plans() -> None:
    with filters.row():
        host = filters.pick("fun_host", "Refugee plan for", hosts(led), "", lambda p: str(names.get(p, p)))
    with cards():
        card("funding.refugee_plan", host=host)
        card("funding.refugee_shares")


@section(
    "Conferences",
    "funding.conferences",
    "funding.delivered",
    "funding.conference_loans",
    "funding.conference_donors",
    question="What was pledged and delivered at the conferences for Syria?",
)
def conferences() -> None:
    with filters.row():
        money = filters.switch(
            "fun_money", "Conferences in", ("usd", "eur"), "usd", lambda m: "US dollars" if m == "usd" else "euros"
        )
    card("funding.conferences", money=money)
    with cards():
        card("funding.conference_loans", money=money)
        card("funding.delivered", money=money)
    card("funding.conference_donors", money=money)


@section(
    "Aid by donor",
    "funding.us_aid",
    "funding.us_announced",
    "funding.euro",
    "funding.pounds",
    question="What have the United States, Europe and the United Kingdom given?",
)
def aid() -> None:
    tiles.show(
        [
            tiles.tile(led, select(led, "us_share_of_relief", place="syria"), "US share of relief in Syria"),
            tiles.tile(led, select(led, "programmes_affected_by_freeze"), "Programmes hit by the US aid freeze"),
            tiles.tile(led, select(led, "ngos_with_us_funds"), "NGOs with US funds in a survey"),
            tiles.tile(led, select(led, "coordinators_on_us_funds"), "Coordinators on US funds"),
        ]
    )
    with cards():
        card("funding.us_aid")
        card("funding.us_announced")
        card("funding.euro")
        card("funding.pounds")


frame.title("Humanitarian funding")
lay_out(head, plans, appeals, refugee_plans, conferences, aid)
