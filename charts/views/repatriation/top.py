"""What the page Repatriation says on top: its sentence and its tiles, of all states or of the chosen one."""

from __future__ import annotations

from analysis import headline, select, standing
from analysis.repatriated import in_all
from analysis.sites import most_told
from analysis.words import Untold, the
from analysis.words.home import states_that_took_home, took_home
from charts import takeaway
from charts.common import GROUPS, origin_names, told
from charts.tiles import Tile, beside, cited, tile
from charts.views.repatriation.remaining import gone_since, last_count, newest_first, third_country_sentence
from charts.views.repatriation.states import country_option
from charts.views.repatriation.sums import ALL, country_totals
from loaders import Ledger
from loaders.frames import as_record, as_records, row_of_max


@takeaway.sentence("repatriation", country_option)
def sentence(ledger: Ledger, country: str = ALL) -> str:
    """Who was taken home and who remains: of all states, or of the chosen one."""
    data = country_totals(ledger)
    if country == ALL:
        named = [(str(row["x"]), told(row)) for row in as_records(data)]
        until = told(row_of_max(data, "period_end")).by if named else ""
        home = states_that_took_home(named, until) if named else "No source reports a repatriation"
        return takeaway.spoken(home, third_country_sentence(ledger))
    name = origin_names(ledger).get(country, country)
    own = data[data["origin"] == country]
    home = took_home(name, told(own.iloc[0])) if len(own) else ""
    left = last_count(ledger, country)
    return takeaway.spoken(home, left) or takeaway.spoken(Untold(f"No source tells of nationals of {name}"))


@takeaway.tiles("repatriation")
def tiles(ledger: Ledger, country: str = ALL) -> list[Tile | None]:
    """Who remains, who was taken home, who travelled and who is back: of all states, or of the chosen one."""
    if country != ALL:
        return [
            _taken_tile(ledger, country),
            _remaining_tile(ledger, country),
            _last_tile(ledger, country),
            tile(ledger, select(ledger, "foreign_fighters_travelled", origin=country), "People who had travelled"),
            tile(ledger, select(ledger, "nationals_returned_any_route", origin=country), "Back home by any route"),
        ]
    so_far, states = "repatriated_persons_cumulative", "countries_repatriating_cumulative"
    return [
        tile(
            ledger,
            select(ledger, "nationals_remaining", place="ne-syria", origin="tcn"),
            "Third-country nationals who remain",
        ),
        tile(
            ledger,
            select(ledger, so_far, place="ne-syria", origin="tcn", group="women_and_children"),
            "Women and children taken home from Northeast Syria",
        ),
        beside(
            tile(ledger, select(ledger, states, place=most_told(ledger, states)), "States that took people home"),
            f"reports of returns name {len(country_totals(ledger))}, without Iraq",
        ),
        tile(
            ledger,
            select(ledger, "foreign_fighters_travelled", place="iraq-syria", origin="all"),
            "People who had travelled",
        ),
        tile(
            ledger,
            select(ledger, "nationals_returned_any_route", place="iraq-syria", origin="all"),
            "Back home by any route",
        ),
        _region_tile(ledger),
    ]


def _region_tile(ledger: Ledger) -> Tile | None:
    """Children taken home to the region that most statements of their number are of."""
    rows = select(ledger, "repatriated_persons_cumulative", group="children")
    rows = rows[rows["origin"].isin(ledger.origins.loc[ledger.origins["kind"] == "region", "origin"])]
    if rows.empty:
        return None
    region = str(rows["origin"].astype(str).value_counts().index[0])
    own = rows[rows["origin"] == region]
    return tile(ledger, own, f"Children taken home to {the(origin_names(ledger).get(region, region))}")


def _taken_tile(ledger: Ledger, country: str) -> Tile | None:
    """The figure of all charts of the state, with its newest part's source."""
    if country not in in_all(ledger):
        return None
    data = country_totals(ledger)
    row = data[data["origin"] == country].iloc[0]
    return Tile("People taken home by their state", str(row["text"]), told(row).by, **cited(row))


def _remaining_tile(ledger: Ledger, country: str) -> Tile | None:
    """The newest count, of all nationals or of the group that it counts."""
    rows = newest_first(ledger, country)
    if rows.empty:
        return None
    row = rows.iloc[0]
    group = str(row["group"])
    label = "Nationals who remained" if group == "total" else f"{GROUPS[group].capitalize()} who remained"
    when = f"as of {told(row).dated}, {row['place_name']}"
    when = f"last known, {when}" if standing(ledger, row).past else when
    when = "; ".join(part for part in (when, gone_since(ledger, as_record(row))) if part)
    return Tile(label, told(row).figure.text, when, **cited(row))


def _last_tile(ledger: Ledger, country: str) -> Tile | None:
    rows = headline(ledger, select(ledger, "repatriated_persons", origin=country, scope="event"))
    rows = rows[rows["role"] == "headline"].sort_values(["period_end", "line"], kind="stable")
    if rows.empty:
        return None
    row = rows.iloc[-1]
    return Tile("People in the last reported operation", told(row).figure.text, told(row).dated, **cited(row))
