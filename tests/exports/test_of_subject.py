"""The briefing of a profile: no slide without its subject, and it stands out where others stand beside it."""

import pytest

from analysis.subjects import Subject, subjects
from charts import catalog
from charts.common import called
from charts.highlight import ACCENT, KEY, QUIET
from charts.profile import holds_of
from charts.spec import LED, ChartSpec
from charts.views.repatriation.sums import ALL, countries
from exports.briefing import Item, exhibit
from exports.deck.key_figures import key_figures
from exports.of_subject import briefing_of
from exports.ready import MOST, prepare
from loaders import Ledger


def chart(ledger: Ledger, item: Item) -> ChartSpec:
    """The chart of a slide."""
    return catalog.build(item.chart, ledger, **item.filters)


def stands_out(spec: ChartSpec, subject: Subject, name: str) -> bool:
    """Whether a chart that draws others, too, shows the subject in the accent and the others in grey."""
    rows = spec.data[spec.data["role"].isin(LED)]
    own = rows["origin"].isin(subject.origins) | (rows["place"].astype(str) == subject.place)
    if own.all():
        return True
    marked = [series for series, hue in spec.colours.items() if hue == ACCENT]
    return marked != [] and QUIET in spec.colours.values() and any(name in series for series in marked)


@pytest.mark.parametrize("key", ["DEU", "KAZ", "GBR", "FRA"])
def test_a_deck_speaks_of_its_country_on_each_slide(ledger: Ledger, key: str) -> None:
    subject = subjects(ledger)[key]
    name = called(ledger, subject)
    made = briefing_of(ledger, subject).briefing
    assert made.title == name
    assert len(made.items) >= 8
    for item in made.items:
        spec = chart(ledger, item)
        assert name in spec.title, (item.chart, spec.title)
        assert stands_out(spec, subject, name), item.chart


@pytest.mark.parametrize(("key", "figure"), [("DEU", "27"), ("GBR", "9")])
def test_key_figures_are_of_the_country(ledger: Ledger, key: str, figure: str) -> None:
    """Before: Germany's deck opened with 234 detainees of Tunisia, the first figure of a headline on all states."""
    shown = [exhibit(item, ledger) for item in briefing_of(ledger, subjects(ledger)[key]).briefing.items]
    told = [one for _, one in key_figures(shown, ledger)]
    assert not any("Tunisia" in one.what for one in told)
    assert [one.number for one in told if one.what.startswith("ISIS detainees transferred")] == [figure]


def test_what_a_deck_opens_with_is_among_its_key_figures(ledger: Ledger) -> None:
    """Before: France's began with Iraqi refugees, as its 239 people taken home are told up to a year ago."""
    shown = [exhibit(item, ledger) for item in briefing_of(ledger, subjects(ledger)["FRA"]).briefing.items]
    at, first = key_figures(shown, ledger)[0]
    assert (at, first.number) == (0, "239")


def test_no_slide_of_any_country_is_without_it(ledger: Ledger) -> None:
    """A walk over all countries, and over those for which the scorecard is offered."""
    for subject in subjects(ledger).values():
        if subject.kind != "country":
            continue
        items = list(briefing_of(ledger, subject).briefing.items)
        assert len(items) <= MOST
        if subject.key in countries(ledger) and subject.key != ALL:
            items += prepare("repatriation", ledger, country=subject.key).briefing.items
        for item in items:
            spec = chart(ledger, item)
            assert holds_of(spec).ids & {*subject.ids, subject.key}, (subject.key, item.chart)
            if item.filters.get(KEY):
                assert stands_out(spec, subject, called(ledger, subject)), (subject.key, item.chart)


def test_a_highlight_keeps_every_figure(ledger: Ledger) -> None:
    plain = catalog.build("liberation.travelled_by_country", ledger)
    told = catalog.build("liberation.travelled_by_country", ledger, subject="FRA")
    columns = ["x", "value", "text", "source", "line"]
    assert told.data[columns].equals(plain.data[columns])
    assert told.colours == {"France": ACCENT, "Others": QUIET}
    assert told.title == "France: about 1,910 people (Oct 2017)"
    assert told.filters[KEY] == "FRA"
    assert KEY not in plain.filters


def test_what_others_did_there_is_not_told_as_its_own(ledger: Ledger) -> None:
    """People whom Türkiye took home from Iraq are not Iraq's."""
    assert catalog.build("repatriation.totals", ledger, subject="IRQ").title == (
        catalog.build("repatriation.totals", ledger).title
    )
    # Of two figures of the same people neither stands in the headline.
    assert "and about" not in catalog.build("displacement.need", ledger, subject="IRQ").title


def test_an_unknown_subject_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="no subject “Atlantis”"):
        catalog.build("liberation.travelled_by_country", ledger, subject="Atlantis")


def test_a_camp_with_few_charts_gets_the_small_ones(ledger: Ledger) -> None:
    made = briefing_of(ledger, subjects(ledger)["panorama"]).briefing
    assert made.items
    assert all(holds_of(chart(ledger, item)).ids & {"panorama"} for item in made.items)


def test_a_deck_shows_no_figures_twice_and_who_remains(ledger: Ledger) -> None:
    """Before: Germany's drew one set of columns under two headlines, and left out who remains."""
    made = [chart(ledger, item) for item in briefing_of(ledger, subjects(ledger)["DEU"]).briefing.items]
    columns = [spec.data.loc[spec.data["role"].isin(LED), "value"].tolist() for spec in made if spec.mark == "column"]
    assert len(columns) == len({tuple(values) for values in columns})
    views = [spec.name.partition(".")[0] for spec in made]
    assert "repatriation.remaining_country" in [spec.name for spec in made]
    assert [at for at, view in enumerate(views) if view == "repatriation"] == list(range(views.count("repatriation")))


def test_pledges_of_a_donor_are_told_by_the_newest_and_the_largest(ledger: Ledger) -> None:
    """Before: `Pledging conference grants in Host countries of the regional refugee plan (Germany): €1.17 bn ...`."""
    made = [chart(ledger, item) for item in briefing_of(ledger, subjects(ledger)["DEU"]).briefing.items]
    told = [spec.title for spec in made if set(spec.data["indicator"]) == {"conference_pledges_eur"}]
    assert told == ["Conference pledges of Germany: €300 mn on 17 Mar 2025; the most was €1.17 bn on 5 Apr 2017"]


def test_old_key_figures_say_how_old_they_are(ledger: Ledger) -> None:
    """Before: every card of Kazakhstan's was `older than a year`, the one of 2019 too."""
    items = prepare("repatriation", ledger, country="KAZ").briefing.items
    told = key_figures([exhibit(item, ledger) for item in items], ledger)
    since = [one.when.partition(", ")[2] for _, one in told]
    assert since == ["over 3 years ago", "over 6 years ago", "over a year ago"]
