"""The pages of the dashboard and every key that their addresses may carry: one list each, tested and documented."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from analysis.find.text import tokens


@dataclass(frozen=True, slots=True)
class Page:
    """One view: its address, its title, its group in the navigation, its file in pages/ and its icon.

    A page that is not `listed` is opened by links alone.
    """

    path: str
    title: str
    group: str
    file: str
    icon: str
    listed: bool = True


PAGES = (
    Page("", "Overview", "Situation", "overview.py", ":material/space_dashboard:"),
    Page("briefing", "Briefing", "Situation", "briefing.py", ":material/co_present:"),
    Page("camps", "Camps", "People held", "camps.py", ":material/holiday_village:"),
    Page("detention", "Detention", "People held", "detention.py", ":material/lock:"),
    Page("repatriation", "Repatriation", "People going home", "repatriation.py", ":material/flight_land:"),
    Page("returns", "Returns to Iraq and Syria", "People going home", "returns.py", ":material/directions_bus:"),
    Page("displacement", "Displacement", "People going home", "displacement.py", ":material/moving:"),
    Page("refugees", "Refugees", "People going home", "refugees.py", ":material/home_pin:"),
    Page("liberation", "Liberation", "Campaign", "liberation.py", ":material/flag:"),
    Page("attacks", "Attacks and losses", "Campaign", "attacks.py", ":material/crisis_alert:"),
    Page("coalition", "Coalition", "Campaign", "coalition.py", ":material/groups:"),
    Page("communique", "What ministers stated", "Campaign", "communique.py", ":material/campaign:"),
    Page("funding", "Funding", "Campaign", "funding.py", ":material/payments:"),
    Page("humanitarian", "Humanitarian funding", "Campaign", "humanitarian.py", ":material/volunteer_activism:"),
    Page("explore", "Explore", "Tools", "explore.py", ":material/query_stats:"),
    Page("compare", "Compare", "Tools", "compare.py", ":material/compare_arrows:"),
    Page("flows", "Flows", "Tools", "flows.py", ":material/account_tree:"),
    Page("disputes", "Disputes", "Tools", "disputes.py", ":material/balance:"),
    Page("pace", "Pace", "Tools", "pace.py", ":material/hourglass_bottom:"),
    Page("changes", "What changed since", "Tools", "changes.py", ":material/update:"),
    Page("chart", "One chart", "Tools", "chart.py", ":material/monitoring:", listed=False),
    Page("find", "Find", "Tools", "find.py", ":material/search:", listed=False),
    Page("profile", "Profile", "Tools", "profile.py", ":material/badge:", listed=False),
    Page("sources", "Sources and method", "Data", "sources.py", ":material/menu_book:"),
    Page("health", "Data health", "Data", "health.py", ":material/monitor_heart:"),
)


def titled(words: str, fillers: Collection[str]) -> tuple[Page, ...]:
    """The pages whose titles a question holds, but for words that questions do without: `what changed since 2025`.

    Words count in singular and plural alone: who asks what is funded means no page by its name.
    """
    asked = {word.removesuffix("s") for word in tokens(words)}
    own = {
        page: {word.removesuffix("s") for word in tokens(page.title) if word not in fillers}
        for page in PAGES
        if page.listed
    }
    return tuple(page for page, title in own.items() if title and title <= asked)


@dataclass(frozen=True, slots=True)
class UrlKey:
    """A key of the address: the pages that read it (none named: all of them) and what it chooses.

    A change of a `quiet` one is no step of the browser's history; a `carried` one goes along to the next page.
    """

    key: str
    pages: tuple[str, ...]
    meaning: str
    quiet: bool = False
    carried: bool = False


# Every widget that is bound to the address takes its key from here (ui.bound refuses any other). Values are ids, and
# dates are YYYY-MM-DD; a name, another spelling and another way to write a date are understood.
URL_KEYS = (
    UrlKey("as_known_on", (), "date up to which publications count, as YYYY-MM-DD; without it all count", carried=True),
    UrlKey(
        "lead",
        (),
        "which statement leads where sources differ: highest, lowest, kind:un or by:PUBLISHER; without it the rule",
        carried=True,
    ),
    UrlKey(
        "brief",
        (),
        "the charts of the briefing with their choices and words, packed; a reload restores them",
        quiet=True,
    ),
    UrlKey("show", ("chart",), "the one chart that a link in a slide or a note opens, packed"),
    UrlKey("section", (), "section of the page that is open; `all` shows every one, each below the other"),
    UrlKey("camp", ("camps",), "camp whose population, deaths and departures are shown"),
    UrlKey("day", ("camps",), "date of the map of camps"),
    UrlKey("ret_count", ("returns",), "whether people (total) or households are counted"),
    UrlKey("ret_camp", ("returns",), "camp that the groups of Syrians left"),
    UrlKey("ret_year", ("returns",), "year of the Syrian destinations, or all"),
    UrlKey("dis_what", ("displacement",), "whether the map of Iraq shows displaced people (idps) or returnees"),
    UrlKey("dis_round", ("displacement",), "round of IOM's count in Iraq, by its date"),
    UrlKey(
        "dis_place", ("displacement",), "Iraq or the governorate of the line chart of displaced people and returnees"
    ),
    UrlKey("dis_moves", ("displacement",), "Syria or the governorate of the monthly displacement movements"),
    UrlKey("dis_year", ("displacement",), "year of the movements by Syrian governorate"),
    UrlKey("det_year", ("detention",), "year whose statements of people held stand side by side"),
    UrlKey("det_day", ("detention",), "date of the map of detention facilities"),
    UrlKey("rep_country", ("repatriation",), "country whose repatriation is shown, as FRA"),
    UrlKey("rep_year", ("repatriation",), "year up to which the map and the list of countries count"),
    UrlKey("lib_area", ("attacks",), "area of the claimed attacks and operations"),
    UrlKey("lib_from", ("liberation",), "nationality of the foreign fighters, as FRA"),
    UrlKey("coa_region", ("coalition",), "region of the members listed, or all"),
    UrlKey("coa_map", ("coalition",), "whether the map shows when members joined (joined) or the Small Group (small)"),
    UrlKey("fun_place", ("humanitarian", "funding"), "country of the plans or of the partner forces, Iraq or Syria"),
    UrlKey("fun_host", ("humanitarian",), "host country of the regional refugee plan"),
    UrlKey("fun_money", ("humanitarian",), "currency of the conference charts, usd or eur"),
    UrlKey("ex_theme", ("explore",), "theme of the indicators offered, or all"),
    UrlKey("ex_indicator", ("explore",), "indicator"),
    UrlKey("ex_by", ("explore",), "what is compared: place, nationality, group or counting body"),
    UrlKey("ex_which", ("explore",), "places, nationalities, groups or publishers that are compared, up to six"),
    UrlKey("ex_place", ("explore",), "place, where places are not compared"),
    UrlKey("ex_origin", ("explore",), "nationality or donor, where nationalities are not compared"),
    UrlKey("ex_group", ("explore",), "group of people, where groups are not compared"),
    UrlKey("ex_scope", ("explore",), "kind of period that a flow is shown by"),
    UrlKey("ex_from", ("explore",), "first year of the chart and the table"),
    UrlKey("ex_to", ("explore",), "last year of the chart and the table"),
    UrlKey("ex_year", ("explore",), "year of the map"),
    UrlKey("dsp_theme", ("disputes",), "theme of the disputed figures listed"),
    UrlKey(
        "dispute",
        ("disputes",),
        "the disputed figure whose statements stand side by side: indicator.place.origin.group.date",
    ),
    UrlKey("cmp", ("disputes",), "comparison of counts that measure the same thing differently"),
    UrlKey("chg_from", ("changes",), "earlier date of knowledge of the comparison"),
    UrlKey("chg_to", ("changes",), "later date of knowledge of the comparison"),
    UrlKey("pace_of", ("pace",), "population whose clearance is asked for"),
    UrlKey("pace_by", ("pace",), "pace: last, best or set"),
    UrlKey("pace_shape", ("pace",), "how the pace goes on: as a constant number or a constant share"),
    UrlKey("pace_from", ("pace",), "what counts as departures: auto, journeys (as reported) or fall (of the stock)"),
    UrlKey("pace_set", ("pace",), "set pace in people a month"),
    UrlKey("cmp_by", ("compare",), "whether places (place) or nationalities (origin) are compared"),
    UrlKey("cmp_indicator", ("compare",), "measure, by its indicator"),
    UrlKey("cmp_place", ("compare",), "place, where nationalities are compared"),
    UrlKey("cmp_origin", ("compare",), "nationality, where places are compared"),
    UrlKey("cmp_which", ("compare",), "places or nationalities that are compared, two to six"),
    UrlKey("cmp_as", ("compare",), "as stated, as an index of the first own or common figure, or per stock"),
    UrlKey("cmp_sort", ("compare",), "column that orders the table of countries, largest first"),
    UrlKey("flow_period", ("flows",), "year of the flows, all years, or months of one's own choice"),
    UrlKey("flow_from", ("flows",), "first day of the months of one's own choice"),
    UrlKey("flow_to", ("flows",), "last day of the months of one's own choice"),
    UrlKey("q", ("find",), "the question in plain words"),
    UrlKey("of", ("profile",), "the country, place, donor or publisher of the profile: its key, ISO code or name"),
    UrlKey("pro_find", ("profile",), "words that the names listed must hold"),
    UrlKey("pro_kind", ("profile",), "kind of the names listed, or all"),
    UrlKey("src_kind", ("sources",), "kind of publisher of the sources listed, or all"),
    UrlKey("src_theme", ("sources",), "theme of the sources listed, or all"),
    UrlKey("src_define", ("sources",), "theme of the definitions listed, or all"),
    UrlKey(
        "src_find", ("sources",), "words that the title, publisher, note or address of a source must hold", quiet=True
    ),
    UrlKey("src", ("sources",), "the source whose statements are shown"),
    UrlKey("health_theme", ("health",), "theme of the series whose age is listed, or all"),
)
