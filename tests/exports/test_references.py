"""References are complete, as precise as their sources, and read back by strict readers of each format."""

import re
from collections.abc import Mapping

import pandas as pd
import pytest

from analysis import as_known_on
from charts import catalog
from exports.references import apa, bibtex, chicago, cited, own_reference, ris
from loaders import Ledger

HOSTILE = "100% {of} A_B & \\input{/etc/passwd} $x$ #1 ~^\nER  - \r\nTY  - BOOK}, url={javascript:alert(1)\x00\u202e"


def rows(*changes: Mapping[str, object]) -> pd.DataFrame:
    plain = {
        "source": "unhcr-2022",
        "source_title": "Camp update",
        "publisher": "UNHCR",
        "publisher_kind": "un",
        "published": pd.Timestamp("2022-06-30"),
        "published_precision": "day",
        "url": "https://example.org/a",
        "language": "en",
        "quotes": "",
        "note": "",
    }
    return pd.DataFrame([plain | dict(change) for change in changes])


def read_ris(text: str) -> list[list[tuple[str, str]]]:
    """Strict: CRLF only, each line `XX  - value`, TY first, ER last and empty, a blank line between records."""
    assert text.count("\n") == text.count("\r\n") == text.count("\r")
    records = []
    for record in text.removesuffix("\r\n\r\n").split("\r\n\r\n"):
        lines = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in record.split("\r\n")]
        assert all(lines), record
        tags = [(found[1], found[2]) for found in lines if found]
        assert tags[0][0] == "TY"
        assert tags[-1] == ("ER", "")
        assert [tag for tag, _ in tags].count("TY") == [tag for tag, _ in tags].count("ER") == 1
        records.append(tags)
    return records


def read_bibtex(text: str) -> dict[str, dict[str, str]]:
    """Strict: counts braces as BibTeX does, backslash or not."""
    entries: dict[str, dict[str, str]] = {}
    at = 0
    while (start := text.find("@", at)) >= 0:
        assert not text[at:start].strip()
        head = re.compile(r"@online\{([A-Za-z0-9.-]+),\s*").match(text, start)
        assert head, text[start : start + 80]
        at, fields = head.end(), {}
        while text[at] != "}":
            name = re.compile(r"([a-z]+) = ").match(text, at)
            assert name, text[at : at + 80]
            end = at = name.end()
            depth = 0
            while depth or text[end] != ",":
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                assert depth >= 0
                end += 1
            fields[name[1]] = text[at:end]
            at = end + 1 + len(text[end + 1 :]) - len(text[end + 1 :].lstrip())
        assert head[1] not in entries
        entries[head[1]] = fields
        at += 1
    assert not text[at:].strip()
    return entries


@pytest.mark.parametrize(
    ("precision", "in_chicago", "in_apa", "in_ris", "in_bibtex"),
    [
        ("day", "June 30, 2022.", "(2022, June 30).", "2022/06/30/", "{2022-06-30}"),
        ("month", "June 2022.", "(2022, June).", "2022/06//", "{2022-06}"),
        ("year", "2022.", "(2022).", "2022///", "{2022}"),
    ],
)
def test_a_date_is_as_precise_as_its_source(
    precision: str, in_chicago: str, in_apa: str, in_ris: str, in_bibtex: str
) -> None:
    """No day where the source gives a month, no month where it gives a year."""
    one = rows({"published_precision": precision})
    assert chicago(one) == f"UNHCR. “Camp update.” {in_chicago} https://example.org/a.\n"
    assert apa(one) == f"UNHCR. {in_apa} Camp update. https://example.org/a\n"
    assert dict(read_ris(ris(one))[0])["DA"] == in_ris
    assert read_bibtex(bibtex(one))["unhcr-2022"]["date"] == in_bibtex


def test_an_undated_source_says_so() -> None:
    """`n.d.` in text, and no date at all for a reference manager."""
    one = rows({"published": pd.NaT, "published_precision": ""})
    assert chicago(one) == "UNHCR. “Camp update.” n.d. https://example.org/a.\n"
    assert apa(one) == "UNHCR. (n.d.). Camp update. https://example.org/a\n"
    assert not {"DA", "PY"} & dict(read_ris(ris(one))[0]).keys()
    assert not {"date", "year", "month"} & read_bibtex(bibtex(one))["unhcr-2022"].keys()


def test_a_sentence_is_closed_once() -> None:
    """A publisher or title that ends with its own mark gets no full stop behind it."""
    one = rows({"publisher": "The Times Inc.", "source_title": "Who is left?"})
    assert chicago(one).startswith("The Times Inc. “Who is left?” June")
    assert apa(one).startswith("The Times Inc. (2022, June 30). Who is left? https")


def test_works_of_one_publisher_and_year_are_told_apart() -> None:
    """APA gives them letters in the order of their dates, the vaguest first."""
    four = rows(
        {"source": "b"}, {"source": "a", "published_precision": "year"}, {"published": pd.NaT}, {"publisher": "A"}
    )
    said = [line.partition(" Camp")[0] for line in apa(four).splitlines()]
    assert said == ["A. (2022, June 30).", "UNHCR. (n.d.).", "UNHCR. (2022a).", "UNHCR. (2022b, June 30)."]
    many = apa(rows(*({"source": f"s{n:02d}"} for n in range(28))))
    assert [re.findall(r"2022(\w+)", line)[0] for line in many.splitlines()][-3:] == ["z", "aa", "ab"]


@pytest.mark.parametrize("kind", ["media", "un", "igo", "government", "research", "ngo", "coalition", ""])
def test_the_kind_of_publisher_decides_the_kind_of_reference(kind: str) -> None:
    """News is a newspaper article, a body's own publication a report, anything else a page."""
    tags = dict(read_ris(ris(rows({"publisher_kind": kind})))[0])
    assert tags["TY"] == {"media": "NEWS", "": "ELEC"}.get(kind, "RPRT")
    assert tags["T2" if kind == "media" else "PB"] == "UNHCR"
    assert tags["AU"] == "UNHCR,"


def test_hostile_text_stays_inside_its_field() -> None:
    """It ends no record, starts no command, and adds no field or address."""
    everywhere = dict.fromkeys(("source_title", "publisher", "note", "quotes", "language"), HOSTILE)
    bad = rows(
        everywhere | {"source": "a}, b", "url": "javascript:alert(1)"},
        {"source": "a-b", "url": "https://a.org/{}%41\\x"},
    )
    records = read_ris(ris(bad))
    assert len(records) == 2
    assert {tag for tag, _ in records[0]} <= {"TY", "ID", "AU", "TI", "PB", "PY", "DA", "LA", "N1", "ER"}
    entries = read_bibtex(bibtex(bad))
    assert sorted(entries) == ["a-b", "a-b-2"]
    assert set(entries["a-b"]) | set(entries["a-b-2"]) == {"author", "title", "date", "year", "month", "note", "url"}
    for value in (v for entry in entries.values() for key, v in entry.items() if key in ("author", "title", "note")):
        commands = {"textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum"}
        assert set(re.findall(r"\\([a-z]+)", value)) <= commands
        assert not re.search(r"(?<!\\)[%$#&_]", value)
    assert next(e["url"] for e in entries.values() if "url" in e) == "{https://a.org/%7B%7D%41%5Cx}"
    for text in (chicago(bad), apa(bad)):
        assert len(text.splitlines()) == 2
        assert "javascript:alert(1)\n" not in text
        assert not {"\x00", "\u202e", "\r"} & set(text)


def test_every_publication_of_the_catalogue_is_written_and_read_back(ledger: Ledger) -> None:
    """A sum is followed to each of its sources, events are cited too, and titles come back as they were."""
    specs = [catalog.build(name, ledger) for name in catalog.names("returns")]
    found = cited(specs, ledger.sources)
    named = {one for spec in specs for text in spec.data["source"].astype(str) for one in text.split("; ")}
    named |= {marker.source for spec in specs for marker in spec.markers}
    assert set(found["source"]) == named
    assert any("; " in text for spec in specs for text in spec.data["source"].astype(str))
    titles = sorted(" ".join(title.split()) for title in found["source_title"])
    assert sorted(dict(record)["TI"] for record in read_ris(ris(found))) == titles
    assert set(read_bibtex(bibtex(found))) == named
    assert len(chicago(found).splitlines()) == len(apa(found).splitlines()) == len(found)


def test_a_chart_is_cited_with_its_vintage_and_rule(ledger: Ledger) -> None:
    """Title, number of publications, date of knowledge, lead and the link that reopens it."""
    spec = catalog.build("camps.population", as_known_on(ledger, pd.Timestamp("2020-06-30")))
    said = own_reference(spec, "http://host:8501/chart?show=abc")
    assert f"“{spec.title}.” Chart made from {len(cited([spec], ledger.sources))} publications" in said
    assert said.endswith("as known on 30 Jun 2020, headline rule. http://host:8501/chart?show=abc")
