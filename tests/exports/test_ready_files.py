"""A file in data/briefings is a ready-made briefing, and what is wrong with one is told by file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exports.briefing import Briefing, Item, exhibits
from exports.command import find, listing
from exports.deck.key_figures import FEWEST, MOST, key_figures
from exports.judged import Wanted
from exports.ready import briefings, faults, prepare
from loaders import Ledger, load

DATA = Path("data")
HEADER = "part,about,chart,filters,few"
NEW = (
    "title,Roj and the prisons,,,",
    "answers,How many people are in Roj & who is held?,,,",
    "slide,People in Roj,camps.population,camp=roj,",
    "slide,People held in Northeast Syria,detention.held,,",
)
# Names of series, which say how a chart is made up.
MADE_UP = {"remain", "received so far", "through the plan", "stated totals", "received", "required", "all"}
Make = Callable[..., Ledger]


@pytest.fixture
def with_file(tmp_path: Path) -> Make:
    """Load the project's data with one more file of a briefing; there are no statements unless they are asked for."""

    def make(name: str, *rows: str, whole: bool = False) -> Ledger:
        target = tmp_path / "data"
        shutil.copytree(DATA, target, ignore=shutil.ignore_patterns("geo"))
        if not whole:
            for path in (target / "observations").glob("*.csv"):
                path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
        (target / "briefings" / name).write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        return load(target)

    return make


def test_the_briefings_of_the_project_have_no_fault(ledger: Ledger) -> None:
    assert faults(ledger) == ()


def test_a_new_file_is_a_new_briefing(with_file: Make) -> None:
    ledger = with_file("roj-weekly.csv", *NEW, whole=True)
    assert not [found for found in ledger.problems if found.severity == "error"]
    assert list(briefings(ledger))[-1] == "roj-weekly"
    assert "  roj-weekly: Roj and the prisons. How many people" in listing(ledger)
    made = prepare("roj-weekly", ledger)
    assert [(item.chart, item.filters) for item in made.briefing.items] == [
        ("camps.population", {"camp": "roj"}),
        ("detention.held", {}),
    ]
    assert made.left_out == ()
    found = find(Wanted("roj-weekly", "", "", "", ()), ledger)
    assert found.title == "Roj and the prisons"
    assert len(found.exhibits) == 2


def test_an_unknown_chart_filter_or_choice_is_a_problem_with_file_and_line(with_file: Make) -> None:
    rows = (
        "slide,No such chart,camps.populaton,camp=roj,",
        "slide,No such filter,camps.population,kamp=roj,",
        "slide,No such choice,camps.population,camp=rojj,",
    )
    ledger = with_file("roj-weekly.csv", *NEW, *rows, whole=True)
    found = faults(ledger)
    assert [(one.file, one.line, one.column, one.rule, one.severity) for one in found] == [
        ("briefings/roj-weekly.csv", 6, "chart", "briefing_chart", "error"),
        ("briefings/roj-weekly.csv", 7, "filters", "briefing_filter", "error"),
        ("briefings/roj-weekly.csv", 8, "filters", "briefing_choice", "error"),
    ]
    for one, hint in zip(found, ("camps.population", "camp", "roj"), strict=True):
        assert f'"{hint}"' in one.hint
        assert str(one) in " ".join(listing(ledger).split())
    made = prepare("roj-weekly", ledger)
    assert made.left_out == ("No such chart", "No such filter", "No such choice")
    assert len(made.briefing.items) == 2


@pytest.mark.parametrize(
    ("rows", "line", "column"),
    [
        (NEW[1:], 2, "part"),
        ((*NEW, "title,Another,,,"), 6, "part"),
        ((*NEW, "slide,Nothing,,,"), 6, "chart"),
        (("title,Roj,camps.population,,", *NEW[1:]), 2, "chart"),
    ],
)
def test_a_briefing_has_one_title_one_question_and_slides_with_charts(
    with_file: Make, rows: tuple[str, ...], line: int, column: str
) -> None:
    found = [one for one in with_file("roj-weekly.csv", *rows).problems if one.file == "briefings/roj-weekly.csv"]
    assert [(one.line, one.column, one.rule) for one in found] == [(line, column, "briefing_parts")]


def test_a_file_whose_name_is_no_name_of_a_briefing_is_told(with_file: Make) -> None:
    ledger = with_file("Roj weekly (2).csv", *NEW)
    assert "Roj weekly (2)" not in briefings(ledger)
    told = [(one.file, one.rule) for one in faults(ledger)]
    assert ("briefings/Roj weekly (2).csv", "briefing_name") in told


def test_any_bytes_give_a_report(with_file: Make, tmp_path: Path) -> None:
    with_file("roj-weekly.csv")
    (tmp_path / "data/briefings/roj-weekly.csv").write_bytes(b'"\x00,;\n\xff\xfe\x81"')
    ledger = load(tmp_path / "data")
    assert "briefings/roj-weekly.csv" in {one.file for one in ledger.problems if one.severity == "error"}
    assert "roj-weekly" not in briefings(ledger)
    assert "situation" in briefings(ledger)


@pytest.mark.parametrize("name", sorted(one.stem for one in (DATA / "briefings").glob("*.csv")))
def test_a_briefing_says_which_charts_give_its_key_figures(ledger: Ledger, name: str) -> None:
    """Three to five, each of which states a figure; a reader's own choice of its charts keeps them."""
    rows = ledger.briefings[ledger.briefings["file"] == f"briefings/{name}.csv"]
    marked = rows.loc[(rows["key"] == "yes") & (rows["part"] == "slide"), "chart"].astype(str).tolist()
    assert FEWEST <= len(marked) <= MOST
    shown = exhibits(prepare(name, ledger).briefing, ledger)
    assert [shown[at].item.chart for at, _ in key_figures(shown, ledger)] == marked
    fewer = [one for one in shown if one.item.chart in marked]
    assert [fewer[at].item.chart for at, _ in key_figures(fewer, ledger)] == marked


def test_a_deck_of_other_charts_finds_its_own_key_figures(ledger: Ledger) -> None:
    shown = exhibits(prepare("situation", ledger).briefing, ledger)
    other = exhibits(Briefing(items=(Item("coalition.members"),)), ledger)
    found = [one.item.chart for one in (*shown, *other)]
    assert {found[at] for at, _ in key_figures((*shown, *other), ledger)} <= set(found)
    assert FEWEST <= len(key_figures((*shown, *other), ledger)) <= MOST


def test_a_card_says_what_is_counted_and_no_two_say_the_same(ledger: Ledger) -> None:
    """Neither how a chart is made up nor what the card tells beside; the year where it is that of the figure alone."""
    asked = [(name, "all") for name in briefings(ledger)]
    asked += [("repatriation", code) for code in ("DEU", "FRA", "KAZ")]
    found = {
        one: [
            figure
            for _, figure in key_figures(exhibits(prepare(one[0], ledger, country=one[1]).briefing, ledger), ledger)
        ]
        for one in asked
    }
    for one, figures in found.items():
        labels = [figure.what for figure in figures]
        assert len(set(labels)) == len(labels) >= FEWEST, one
        pieces = [piece.casefold() for label in labels for piece in label.partition(": ")[2].split(", ")]
        assert not [piece for piece in pieces if piece.startswith("all ") or piece in MADE_UP], one
        names = [figure.who.casefold().partition(",")[0] for figure in figures]
        assert not set(pieces) & set(names), one
    labels = [figure.what for figure in found["repatriation", "KAZ"]]
    assert [label.endswith(" in 2019: Kazakhstan") for label in labels].count(True) == 1
    assert all("Kazakhstan" in label for label in labels)
