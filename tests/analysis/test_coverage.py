"""What rests on a source, how old the series are, where statements differ, what the limits are."""

from collections.abc import Callable

import pandas as pd

from analysis import coverage
from analysis.vocabulary import PUBLISHER_KINDS
from loaders import Ledger, Problem

KHALEEJ = "khaleej-2020-inside"


def test_every_statement_rests_on_exactly_one_listed_source(ledger: Ledger) -> None:
    use = coverage.source_use(ledger)
    assert len(use) == len(ledger.sources) == 1256
    assert use["statements"].sum() == len(ledger.observations)
    others = len(ledger.events) + len(ledger.members) + len(ledger.custody) + len(ledger.pathway)
    assert use["others"].sum() == others


def test_the_most_used_source_is_the_master_list_of_iom(ledger: Ledger) -> None:
    first = coverage.source_use(ledger).iloc[0]
    assert first["source"] == "iom-dtm-iraq-masterlists-2014-2021"
    assert first["publisher"] == "IOM"
    assert first["themes"] == "displacement"
    assert "Returnees" in first["indicators"]


def test_sources_are_found_by_any_of_their_words_in_any_case(ledger: Ledger) -> None:
    use = coverage.source_use(ledger)
    found = coverage.find_sources(use, "MASTER lists iom", kind="un", theme="displacement")
    assert "iom-dtm-iraq-masterlists-2014-2021" in set(found["source"].astype(str))
    assert (found["publisher_kind"] == "un").all()
    assert coverage.find_sources(use, "no such words anywhere").empty
    assert len(coverage.find_sources(use)) == len(use)


def test_a_theme_is_matched_as_a_whole_word(ledger: Ledger) -> None:
    """`camps` is a theme, and part of the name of no other: returns from the camps are not found by it."""
    use = coverage.source_use(ledger)
    found = coverage.find_sources(use, theme="camps")
    assert all("camps" in themes.split(", ") for themes in found["themes"])


def test_no_two_sources_have_one_label(ledger: Ledger) -> None:
    labels = coverage.source_labels(ledger)
    assert len(set(labels.values())) == len(labels) == len(ledger.sources)
    assert not any("nan" in label.split() or "NaT" in label for label in labels.values())


def test_what_else_rests_on_a_source_is_listed(ledger: Ledger) -> None:
    use = coverage.source_use(ledger)
    for source, count in use.loc[use["others"] > 0, ["source", "others"]].head(40).itertuples(index=False):
        assert len(coverage.other_uses(ledger, str(source))) == count
    pathway = str(ledger.pathway["source"].iloc[0])
    assert "Step of repatriation" in set(coverage.other_uses(ledger, pathway)["kind"])


def test_the_age_counts_from_the_newest_headline_figure(ledger: Ledger) -> None:
    """The newest figure of the share of territory retaken is of 6 February 2019."""
    age = coverage.series_age(ledger, pd.Timestamp(2019, 2, 16)).set_index("indicator")
    share = age.loc["territory_liberated_share"]
    assert share["newest"] == pd.Timestamp(2019, 2, 6)
    assert share["days"] == 10
    assert share["statements"] == 22
    assert share["state"] == "over", "a series that has ended is not merely old"
    assert set(age["headline"]) == {"yes", "no"}
    assert age["days"].is_monotonic_decreasing


def test_statements_kept_out_of_headlines_make_no_series_younger(ledger: Ledger) -> None:
    """The count of 24 September 2025 for Syria is kept out, so another figure is the newest."""
    kept = coverage.kept_out(ledger)
    assert "Well above the IOM figure for October 2025" in set(kept["reason"])
    assert len(kept) >= len(ledger.not_headline)
    assert (kept["reason"] != "").all()


def test_coverage_counts_every_statement_once(ledger: Ledger) -> None:
    table = coverage.by_theme_and_year(ledger)
    assert int(table.to_numpy().sum()) == len(ledger.observations)
    assert list(table.columns) == [str(year) for year in range(int(table.columns[0]), int(table.columns[-1]) + 1)]
    assert table.loc["camps"].sum() == 502


def test_the_share_of_all_themes_lies_between_those_of_the_themes(ledger: Ledger) -> None:
    whole = coverage.completeness(ledger)
    for column in ("exact", "day", "locator", "dated", "address", "not_media"):
        themes = whole.drop(index="all")[column]
        assert themes.min() <= whole.loc["all", column] <= themes.max()
    assert whole.loc["all", "statements"] == whole.drop(index="all")["statements"].sum()


def test_rival_counts_of_one_day_are_listed_widest_first(ledger: Ledger) -> None:
    apart = coverage.contradictions(ledger)
    assert apart["spread"].is_monotonic_decreasing
    assert (apart["spread"] > 1).all()
    assert (apart["statements"] > 1).all()
    escaped = apart[apart["title"] == "ISIS detainees escaped or missing"].iloc[0]
    assert escaped["lead"] == "about 200"
    assert "about 1,500 (SDF, via Reuters)" in escaped["others"]
    assert escaped["attribution"] == "US official, via Breitbart"


def test_totals_that_run_from_different_starts_do_not_contradict_each_other(with_rows: Callable[..., Ledger]) -> None:
    running = {"kind": "cumulative", "indicator": "detainees_transferred_total"}
    made = with_rows(
        running | {"period_start": "2019-01-01", "value": 3000.0},
        running | {"period_start": "2021-01-01", "value": 85.0},
    )
    assert coverage.contradictions(made).empty
    same = with_rows(
        running | {"period_start": "2021-01-01", "value": 170.0},
        running | {"period_start": "2021-01-01", "value": 85.0},
    )
    assert list(coverage.contradictions(same)["spread"]) == [2.0]


def test_limits_are_counted_from_the_data(ledger: Ledger) -> None:
    known = coverage.limits(ledger)
    assert known["sources"] == 1256
    assert 0.6 < known["media_sources"] / known["sources"] < 0.7
    assert known["undated"] == int(ledger.sources["published"].isna().sum()) == 11
    assert known["household_factor"] > 3000
    assert known["town_points"] < known["held_places"]


def test_notes_of_the_codebook_show_names_and_no_ids(ledger: Ledger) -> None:
    ids = {str(i) for i in ledger.indicators["indicator"] if "_" in str(i)} | {"al-hol", "al-hol-annex", "tcn"}
    for note in ledger.indicators["note"]:
        told = coverage.in_words(ledger, note)
        assert not ids.intersection(told.replace(",", " ").replace(";", " ").split()), told


def test_how_figures_may_be_added_is_said_in_words(ledger: Ledger) -> None:
    assert coverage.how_added("none") == "Never added up."
    assert coverage.how_added("over places; over origins").startswith("May be added over places")
    for aggregation in ledger.indicators["aggregation"].unique():
        assert coverage.how_added(str(aggregation)).endswith(".")
    assert set(ledger.indicators["kind"].astype(str)) == set(coverage.MEASURES)
    assert set(ledger.sources["publisher_kind"].astype(str)) <= set(PUBLISHER_KINDS)


def test_findings_are_counted_by_rule_with_errors_first() -> None:
    def found(rule: str, severity: str, line: int) -> Problem:
        return Problem("a.csv", line, "value", "1", rule, "message", "hint", severity)  # type: ignore[arg-type]

    problems = [found("jump", "warning", 9), found("jump", "warning", 3), found("number", "error", 5)]
    counts = coverage.rule_counts(problems)
    assert list(counts["rule"]) == ["number", "jump"]
    assert list(counts["count"]) == [1, 2]
    assert list(coverage.problem_frame(problems)["line"]) == [5, 3, 9]
    assert coverage.rule_counts([]).empty
