"""HXL-tagged files of any indicator: the tags count, not the titles."""

import pytest

from loaders.changes.known import Known
from loaders.published import hxl
from tests.loaders.published.samples import example, one, only, said, told


def test_the_example_of_the_specification_is_read(known: Known) -> None:
    statement = only(one(known, example(hxl)))
    assert (statement.indicator, statement.place, statement.value) == ("idps", "ninewa", "70000")
    assert statement.locator == 'file file.csv, row 3, "Ninewa"'


def test_tags_may_be_the_header_and_attributes_in_any_order(known: Known) -> None:
    data = "#country+code,#date+reported,#affected+hh+idps,#affected+idps\nIRQ,2030-04-30,10,60\n"
    assert told(one(known, data), "indicator", "place", "group", "value") == [
        ("idps", "iraq", "total", "60"),
        ("idps", "iraq", "households", "10"),
    ]


def test_a_file_of_one_indicator_is_told_which(known: Known) -> None:
    data = "Lager,Tag,Menschen\n#loc+name,#date,#value\nRoj,2030-04-30,900\n"
    assert "is no indicator" in said(one(known, data))
    statement = only(one(known, data, indicator="camp_population"))
    assert (statement.indicator, statement.place, statement.spelling) == ("camp_population", "roj", "Roj")


def test_a_flow_needs_a_start_and_an_end(known: Known) -> None:
    head = "#indicator+code,#country+code,#date+start,#date+end,#indicator+value+num\n"
    reading = one(known, head + "hrp_funding,SYR,2030-01-01,2030-12-31,5\nhrp_funding,SYR,,2031-12-31,5\n")
    assert told(reading, "period_start", "scope", "preferred") == [("2030-01-01", "year_total", "yes")]
    assert "as a flow no start and end (row 3)" in said(reading)


def test_a_year_is_a_date(known: Known) -> None:
    reading = one(known, "#country+code,#date+year,#inneed\nSYR,2030,9\n")
    assert told(reading, "indicator", "period_end", "date_precision") == [("people_in_need", "2030-12-31", "year")]


@pytest.mark.parametrize(
    ("tag", "cell", "words"),
    [
        ("#origin+code", "martian", "'martian' is not in origins.csv"),
        ("#meta+qualifier", "roughly", "'roughly' is no hedge"),
        ("#loc+name", "Atlantis", "'Atlantis' is not in places.csv"),
    ],
)
def test_what_is_not_in_our_lists_is_reported(known: Known, tag: str, cell: str, words: str) -> None:
    reading = one(known, f"#country+code,#date,#affected+idps,{tag}\nSYR,2030-04-30,9,{cell}\n")
    assert reading.statements == ()
    assert words in said(reading)


def test_a_country_alone_may_be_named(known: Known) -> None:
    assert only(one(known, "#country+name,#date,#affected+idps\nSyria,2030-04-30,9\n")).place == "syria"


def test_a_download_of_this_dashboard_is_read_with_its_hedges(known: Known) -> None:
    tags = (
        "#indicator+code,#loc+code,#loc+name,#population+origin+code,#population+group+code,#date+start,#date+end,"
        "#date+precision,#meta+scope,#indicator+value+num,#indicator+value+min,#indicator+value+max,"
        "#indicator+value+qualifier,#description+note"
    )
    rows = (
        "camp_population,roj,Roj camp,all,total,,2020-04-30,month,,900,800,1000,range,With an annex\n"
        "iraqi_returns,al-hol,Al-Hol camp,irq,total,2020-04-01,2020-04-30,day,alternative_count,50,,,about,\n"
    )
    reading = one(known, f"{tags}\n{rows}")
    names = ("place", "value", "low", "high", "qualifier", "date_precision", "scope", "preferred", "note")
    assert told(reading, *names) == [
        ("roj", "900", "800", "1000", "range", "month", "", "", "With an annex"),
        ("al-hol", "50", "", "", "about", "day", "alternative_count", "no", ""),
    ]


def test_a_range_needs_both_ends(known: Known) -> None:
    head = "#country+code,#date,#affected+idps,#meta+qualifier,#indicator+value+min\n"
    reading = one(known, head + "SYR,2030-04-30,9,range,5\n")
    assert reading.statements == ()
    assert "a range without low and high (row 2)" in said(reading)
