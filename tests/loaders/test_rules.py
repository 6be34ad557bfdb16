"""Each rule of the data package finds the row that breaks it, on its line, and lets sound rows pass."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders.findings import CATALOGUE
from loaders.rules.rules import CHECKS
from loaders.schema import Package, PackageError
from tests.loaders.samples import DATA, Directory, flow, stock

TOTAL = "detainees_transferred_total"


def running(value: str, day: str, **cells: str) -> str:
    """Return a row of the running total of transfers in 2026."""
    return stock(
        value,
        **{
            "indicator": TOTAL,
            "place": "ne-syria",
            "period_start": "2026-01-21",
            "period_end": day,
            "source": "k24-2026-sjc5704",
        }
        | cells,
    )


def money(value: str, indicator: str, **cells: str) -> str:
    """Return a row of the plan year 2020 in Syria."""
    return flow(
        value,
        **{
            "indicator": indicator,
            "place": "syria",
            "origin": "all",
            "period_start": "2020-01-01",
            "period_end": "2020-12-31",
            "date_precision": "year",
            "scope": "year_total",
            "event": "",
            "source": "ocha-2026-fts-apr",
        }
        | cells,
    )


ROUND = {"indicator": "idps", "place": "anbar", "origin": "irq", "source": "iom-dtm-iraq-masterlists-2014-2021"}
OPERATION = {
    "indicator": "repatriated_persons",
    "place": "ne-syria",
    "origin": "KAZ",
    "event": "rep-KAZ-2025-04-15-ne-syria",
    "source": "shafaq-2025-832",
}

# Rule, file, rows of the file, and where the breach is: line and column.
BREACHES: list[tuple[str, str, list[str], tuple[int, str]]] = [
    ("theme", "camps", [stock(), flow()], (3, "indicator")),
    ("duplicate", "camps", [stock(), stock(note="again")], (3, "indicator")),
    ("said_twice", "camps", [stock(), stock("9100")], (3, "value")),
    ("stock_start", "camps", [stock(period_start="2020-10-01")], (2, "period_start")),
    ("flow_dates", "camp_returns", [flow(), flow(period_start="", event="other")], (3, "period_start")),
    ("date_order", "camp_returns", [flow(period_start="2025-04-16")], (2, "period_end")),
    ("precision_end", "camps", [stock(date_precision="month")], (2, "period_end")),
    ("precision_end", "camps", [stock(date_precision="quarter", period_end="2020-10-31")], (2, "period_end")),
    ("precision_end", "camps", [stock(date_precision="year", period_end="2020-09-30")], (2, "period_end")),
    ("range_bounds", "camps", [stock(low="1", high="10000")], (2, "qualifier")),
    ("range_bounds", "camps", [stock(qualifier="range", low="1")], (2, "qualifier")),
    ("range_order", "camps", [stock("9", qualifier="range", low="10", high="20")], (2, "value")),
    ("range_order", "camps", [stock("21", qualifier="range", low="10", high="20")], (2, "value")),
    ("scope_of_kind", "camps", [stock(scope="event", preferred="yes")], (2, "scope")),
    ("scope_of_kind", "camp_returns", [flow(preferred="")], (2, "scope")),
    ("event_scope", "camp_returns", [flow(scope="part_period")], (2, "event")),
    ("preferred_unique", "camp_returns", [flow(), flow("101", source="shafaq-2025-155fam")], (3, "preferred")),
    ("households_unit", "liberation", [stock(indicator="territory_controlled", group="households")], (2, "group")),
    ("percent_limit", "camps", [stock("101", indicator="camp_share_children")], (2, "value")),
    ("part_exceeds_total", "camps", [stock("100"), stock("101", group="children")], (3, "value")),
    ("part_exceeds_total", "camps", [stock("100"), stock("101", origin="syr")], (3, "value")),
    ("part_exceeds_total", "camps", [stock("101", place="al-hol-annex"), stock("100")], (2, "value")),
    ("part_exceeds_total", "camps", [stock("101", place="roj"), stock("100", place="al-hol-and-roj")], (2, "value")),
    (
        "part_exceeds_total",
        "displacement",
        [stock("101", **ROUND), stock("100", **ROUND | {"place": "iraq"})],
        (2, "value"),
    ),
    (
        "jump",
        "camps",
        [stock("900", period_end=f"2020-10-0{n}") for n in (5, 6)] + [stock("9900", period_end="2020-10-07")],
        (4, "value"),
    ),
    (
        "jump",
        "camps",
        [stock(v, period_end=f"2020-10-0{n}") for n, v in ((5, "900"), (6, "80"), (7, "890"))],
        (3, "value"),
    ),
    (
        "jump",
        "camps",
        [stock(v, period_end=f"2020-10-0{n}") for n, v in ((4, "2200"), (5, "2201"), (6, "2225"), (7, "21450"))],
        (5, "value"),
    ),
    (
        "alternative_preferred",
        "camp_returns",
        [flow(), flow(scope="alternative_count", event="other")],
        (3, "preferred"),
    ),
    ("published_early", "camps", [stock(period_end="2021-10-04")], (2, "period_end")),
    ("published_early", "camp_returns", [flow(period_start="2025-11-01", period_end="2025-11-30")], (2, "period_end")),
    ("whole_number", "camps", [stock("9000.5")], (2, "value")),
    (
        "batch_order",
        "camp_returns",
        [flow(), flow(event="iraqi-batch-26", period_start="2025-04-14", period_end="2025-04-14")],
        (3, "period_end"),
    ),
    ("batch_number", "camp_returns", [flow(), flow(event="iraqi-batch-late")], (3, "event")),
    ("batch_series", "camp_returns", [flow(), flow(event="iraq-convoy-26")], (3, "event")),
    ("batch_series", "camp_returns", [flow(), flow(event="iraqi-batch-025")], (3, "event")),
    (
        "origins_sum",
        "camps",
        [stock("100"), *(stock("50", origin=each) for each in ("syr", "irq", "tcn"))],
        (2, "value"),
    ),
    (
        "members_listed",
        "coalition",
        [stock("3", indicator="coalition_members", place="world", period_end="2020-01-31")],
        (2, "value"),
    ),
    ("ahead_of_today", "camps", [stock("2", period_end="2027-10-04", source="ocha-2020-october")], (2, "period_end")),
    (
        "ahead_of_today",
        "camps",
        [stock("2", period_end="2026-12-31", date_precision="month", source="ocha-2020-october")],
        (2, "period_end"),
    ),
    ("total_falls", "detention", [running("500", "2026-02-01"), running("450", "2026-02-02")], (3, "value")),
    (
        "household_size",
        "displacement",
        [stock("10", **ROUND | {"group": "households"}), stock("70", **ROUND)],
        (3, "value"),
    ),
    (
        "share_agrees",
        "funding",
        [money("100", "hrp_requirements"), money("40", "hrp_funding"), money("45", "share_funded")],
        (4, "value"),
    ),
    (
        "parts_of_count",
        "liberation",
        [
            money("9", "isis_operations_total", source="centcom-2023-jan"),
            money("10", "isis_operations_us_only", source="centcom-2023-jan"),
        ],
        (3, "value"),
    ),
    (
        "groups_sum",
        "repatriation",
        [
            flow("10", **OPERATION),
            *(flow("4", group=each, **OPERATION) for each in ("women", "men", "children")),
        ],
        (2, "value"),
    ),
]


@pytest.mark.parametrize(
    ("rule", "name", "rows", "where"), BREACHES, ids=[f"{b[0]}-{n}" for n, b in enumerate(BREACHES)]
)
def test_a_breach_is_found_where_it_is(
    directory: Directory, rule: str, name: str, rows: Sequence[str], where: tuple[int, str]
) -> None:
    directory.write(name, *rows)
    assert (f"observations/{name}.csv", *where, rule) in directory.found()


def test_every_rule_of_the_package_is_tested(package: Package) -> None:
    of_tables = {
        "both_or_neither",
        "exactly_one",
        "no_cycle",
        "precision_matches",
        "listed_keys",
        "names_observation",
        "names_event",
        "ends_series",
        "not_ahead",
        "currency_suffix",
        "role_of_kind",  # test_places.py
        "lane_of_category",  # test_places.py
        "point_in_country",  # test_points.py
        "point_near_parent",
        "briefing_parts",  # tests/exports/test_ready_files.py
    }
    named = {rule.name for each in package.resources for rule in (*each.table_rules, *each.own_rules)}
    assert named == {rule for rule, *_ in BREACHES} | of_tables
    assert named == set(CHECKS)
    assert set(CATALOGUE) >= named


def test_rules_say_in_words_what_they_demand(package: Package) -> None:
    assert all(rule.description for each in package.resources for rule in (*each.table_rules, *each.own_rules))


def test_an_error_refuses_the_row_and_a_warning_keeps_it(directory: Directory) -> None:
    directory.write("camps", stock("7000"), stock("9000", low="1"), stock("8000.5", period_end="2020-10-05"))
    ledger = directory.load()
    assert list(ledger.observations["value"]) == [7000, 8000.5]
    assert [(each.rule, each.severity) for each in ledger.problems] == [
        ("said_twice", "warning"),
        ("range_bounds", "error"),
        ("whole_number", "warning"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [stock("100", qualifier="at_least"), stock("101", group="children")],
        [stock("100"), stock("101", group="children", qualifier="at_most")],
        [stock("100"), stock("101", group="children", source="syriacpress-2020-stats")],
        [stock("100"), stock("101", group="children", period_end="2020-10-05")],
        [stock("100"), stock("101", place="roj")],
        [stock("100", group="households"), stock("101", group="children")],
        [stock("100", origin="irq"), stock("101", origin="syr")],
    ],
)
def test_what_is_no_part_of_a_total_may_be_larger(directory: Directory, rows: list[str]) -> None:
    directory.write("camps", *rows)
    assert directory.found() == []


def test_a_part_may_be_as_large_as_the_high_end_of_its_total(directory: Directory) -> None:
    total = stock("100", qualifier="range", low="80", high="120")
    directory.write("camps", total, stock("115", group="children"))
    assert directory.found() == []


def test_a_camp_may_close_and_a_series_may_begin_small(directory: Directory) -> None:
    values = enumerate(("10", "9000", "8000", "0"), start=4)
    directory.write("camps", *(stock(value, period_end=f"2020-10-0{day}") for day, value in values))
    assert directory.found() == []


def test_a_series_that_goes_up_and_down_may_jump_further_than_a_steady_one(directory: Directory) -> None:
    """Five times its neighbours is far in a series that hardly moves, and not in one that trebles all the time."""
    steady = (("roj", n, value) for n, value in enumerate(("2000", "2010", "2050", "10000", "2100", "2090"), start=1))
    restless = (("al-hol", n, value) for n, value in enumerate(("500", "2000", "600", "10000", "500", "2000"), start=1))
    rows = [stock(value, place=place, period_end=f"2020-10-0{n}") for place, n, value in (*steady, *restless)]
    directory.write("camps", *rows)
    assert directory.found() == [("observations/camps.csv", 5, "value", "jump")]


def test_a_series_too_short_to_have_a_step_is_held_to_a_wider_limit(directory: Directory) -> None:
    growth = [stock(v, period_end=f"2020-10-0{n}") for n, v in ((1, "900"), (2, "1000"), (3, "5500"))]
    directory.write("camps", *growth)
    assert directory.found() == []
    directory.write("camps", *growth[:2], stock("9700", period_end="2020-10-03"))
    assert directory.found() == [("observations/camps.csv", 4, "value", "jump")]


def test_a_ten_fold_slip_in_the_newest_figure_is_found_in_the_data(directory: Directory) -> None:
    """One digit too many in the newest count of Roj stood as its headline without a word."""
    target = directory.path / "observations" / "camps.csv"
    target.write_bytes((DATA / "observations" / "camps.csv").read_bytes())
    slip = stock("21450", place="roj", period_end="2026-03-01", source="shafaq-2026-roj", date_precision="day")
    with target.open("a", encoding="utf-8") as file:
        file.write(slip + "\n")
    last = len(target.read_text(encoding="utf-8").splitlines())
    found = [each for each in directory.load().problems if each.rule == "jump" and each.line == last]
    assert [each.message for each in found] == [
        "21450 is 9.6 times its neighbours in the series, 2225 and 2201, where 3 times is far"
    ]


def test_running_totals_from_different_starts_are_not_compared(directory: Directory) -> None:
    directory.write("detention", running("500", "2026-02-01"), running("40", "2026-02-02", period_start="2026-02-01"))
    assert directory.found() == []


def test_hedged_totals_may_fall(directory: Directory) -> None:
    directory.write("detention", running("500", "2026-02-01"), running("450", "2026-02-02", qualifier="about"))
    assert directory.found() == []


def test_growth_may_exceed_a_hundred_percent(directory: Directory) -> None:
    growth = flow("165", indicator="iraqi_returns_growth_percent", scope="part_period", event="")
    directory.write("camp_returns", growth)
    assert directory.found() == []


def test_a_point_needs_both_coordinates(directory: Directory) -> None:
    directory.replace("places", ",33,65,,,,,,Representative", ",33,,,,,,,Representative")
    assert ("places.csv", 23, "lat", "both_or_neither") in directory.found()


@pytest.mark.parametrize(
    ("cells", "filled"), [("afghanistan,idps", "afghanistan, idps"), (",", "none")], ids=["both", "neither"]
)
def test_a_spelling_means_a_place_or_an_indicator(directory: Directory, cells: str, filled: str) -> None:
    row = "\nNineveh,ninewa,,"
    directory.replace("spellings", row, f"\nNineveh,{cells},")
    (found,) = directory.load().problems
    assert (found.file, found.line, found.column, found.rule) == ("spellings.csv", 2, "place", "exactly_one")
    assert found.message == f"of place or indicator exactly one is filled, and here it is {filled}"
    assert found.hint == "Fill the one that is meant, and leave the other empty."


def test_a_latitude_beyond_the_pole_is_refused(directory: Directory) -> None:
    directory.replace("places", ",33,65,,,,,,Representative", ",93,65,,,,,,Representative")
    assert ("places.csv", 23, "lat", "maximum") in directory.found()


def test_a_place_cannot_lie_in_itself(directory: Directory) -> None:
    directory.replace("places", "\nworld,World,world,,,,", "\nworld,World,world,,,europe,")
    found = [each for each in directory.load().problems if each.rule == "no_cycle"]
    assert [(each.file, each.line) for each in found] == [("places.csv", 2), ("places.csv", 5)]
    assert found[0].message == "'world' contains itself: world in europe in world"


def test_a_part_cannot_contain_its_whole(directory: Directory) -> None:
    text = (directory.path / "parts.csv").read_text(encoding="utf-8")
    directory.write("parts", *text.splitlines()[1:], "al-hol-annex,al-hol,the wrong way round")
    assert {each[3] for each in directory.found()} == {"no_cycle"}


def test_a_step_names_indicators_that_exist(directory: Directory) -> None:
    directory.replace("pathway", ",detainees_investigated,", ",detainees_investigate,")
    (problem,) = directory.load().problems
    assert (problem.file, problem.line, problem.rule) == ("pathway.csv", 4, "listed_keys")
    assert problem.hint == 'Did you mean "detainees_investigated"?'


def test_a_row_that_never_leads_must_exist(directory: Directory) -> None:
    directory.write("camps", stock())
    row = "camp_population,al-hol,all,total,{},ocha-2020-october,Because"
    directory.write("not_headline", row.format("2020-10-04"), row.format("2020-10-05"))
    assert directory.found() == [("not_headline.csv", 3, "indicator", "names_observation")]


def test_two_counts_of_one_happening_by_one_source_are_told_apart_by_their_scope(directory: Directory) -> None:
    directory.write("camp_returns", flow(), flow("120", scope="alternative_count", preferred="no"))
    assert directory.found() == []


def test_a_second_value_of_the_same_source_names_the_first(directory: Directory) -> None:
    directory.write("camps", stock(), stock("9000", origin="irq"), stock("9100"))
    (problem,) = directory.load().problems
    assert (problem.line, problem.severity) == (4, "warning")
    assert problem.message == "the same source gives 9000 for this figure in line 2"


def test_an_ending_names_an_event_and_a_series_that_exist(directory: Directory) -> None:
    directory.write("camps", stock())
    event = directory.load().events.iloc[0]
    row = f'{event["date"]:%Y-%m-%d},"{event["title"]}",closed,camp_population,al-hol,*,*,Because'
    directory.write("endings", row, row.replace("al-hol", "roj"), row.replace(str(event["title"]), "Nothing happened"))
    assert [(line, rule) for file, line, _, rule in directory.found() if file == "endings.csv"] == [
        (3, "ends_series"),
        (4, "names_event"),
    ]


def test_what_an_event_explains_is_a_series_that_exists(directory: Directory) -> None:
    directory.write("camps", stock())
    event = directory.load().events.iloc[0]
    row = f'{event["date"]:%Y-%m-%d},"{event["title"]}",camp_population,al-hol,all,total'
    directory.write("explains", row, row.replace("al-hol", "roj"), row.replace(str(event["title"]), "Nothing happened"))
    assert [(line, rule) for file, line, _, rule in directory.found() if file == "explains.csv"] == [
        (3, "ends_series"),
        (4, "names_event"),
    ]


def test_the_name_of_an_indicator_tells_its_currency(directory: Directory) -> None:
    directory.replace("indicators", "camp_funding_eur,funding,", "camp_funding_euros,funding,")
    directory.write("funding", money("5", "camp_funding_euros"))
    assert ("observations/funding.csv", 2, "indicator", "currency_suffix") in directory.found()


def test_an_unknown_rule_stops_with_its_name(directory: Directory) -> None:
    target = directory.path / "datapackage.json"
    package = json.loads(target.read_text(encoding="utf-8"))
    package["resources"][0]["rules"] = [{"rule": "wishful", "severity": "error", "description": ""}]
    target.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(PackageError, match="wishful"):
        directory.load()


def test_a_rule_without_its_settings_stops_with_its_name(directory: Directory) -> None:
    target: Path = directory.path / "datapackage.json"
    package = json.loads(target.read_text(encoding="utf-8"))
    camps = next(each for each in package["resources"] if each["name"] == "camps")
    for rule in camps["rules"]:
        rule.pop("tolerance", None)
    target.write_text(json.dumps(package), encoding="utf-8")
    directory.write("camps", stock())
    with pytest.raises(PackageError, match="origins_sum"):
        directory.load()
