"""Attacks and losses: attacks of ISIS, operations against it, civilians and members of the forces who were killed."""

from charts.views.liberation.attacks import claimed_labels
from ui import filters, frame
from ui.card import card, cards
from ui.section import lay_out, section

led = frame.opened()
areas = claimed_labels(led)
chosen: dict[str, str] = {}


def head() -> None:
    area = filters.pick(
        "lib_area", "Attacks and operations in", tuple(areas), "iraq-syria", lambda a: str(areas.get(a, a))
    )
    chosen.update(area=area)
    frame.tell(frame.headlines("liberation.attacks_claimed", "liberation.civilians", area=area))


@section(
    "Attacks",
    "liberation.attacks_claimed",
    "liberation.attacks_recorded",
    "liberation.attacks_part_years",
    question="How often does ISIS attack?",
)
def attacks() -> None:
    with cards():
        card("liberation.attacks_claimed", area=chosen["area"])
        card("liberation.attacks_claimed", slot="world", area="world")
        card("liberation.attacks_recorded")
        card("liberation.attacks_part_years")


@section(
    "Operations",
    "liberation.operations",
    "liberation.operation_results",
    question="What is done against it?",
)
def operations() -> None:
    with cards():
        card("liberation.operations", area=chosen["area"])
        card("liberation.operation_results", area=chosen["area"])


@section(
    "Civilians",
    "liberation.civilians",
    "liberation.civilian_victims",
    question="How many civilians were killed?",
)
def civilians() -> None:
    card("liberation.civilians")
    card("liberation.civilian_victims")


@section(
    "Forces",
    "liberation.losses",
    "liberation.us_losses",
    "liberation.partner_losses",
    "liberation.peshmerga",
    question="How many members of the forces were killed?",
)
def losses() -> None:
    with cards():
        card("liberation.losses")
        card("liberation.us_losses")
        card("liberation.partner_losses")
        card("liberation.peshmerga")


frame.title("Attacks and losses")
lay_out(head, attacks, operations, civilians, losses)
