"""Letters are read as they were written, or the file is refused with the names of the pages that it may be in."""

import pytest

from loaders.files.codepages import told
from loaders.files.damage import damaged
from loaders.problems import Problem
from tests.loaders.samples import Sheet, file_of, stock

ARABIC, TURKISH = "مخيم الهول", "Şanlıurfa'da geçici barınma merkezi"
CZECH, POLISH, HUNGARIAN = "České rodiny z tábora přivezli", "obóz, więźniów z Łodzi", "menekültek száma nőtt"
RUSSIAN, UKRAINIAN = "возвращение детей из лагеря Аль-Холь", "повернення дітей з табору"
FRENCH, GERMAN = "déplacés à Fribourg", "Flüchtlinge in Köln, Straße"


def only(sheet: Sheet, codec: str, note: str) -> tuple[Problem, list[str]]:
    """Return the one problem of a file in a code page, and the notes that are read from it."""
    table = sheet.read("camps", file_of(stock("7", note=f'"{note}"')).decode().encode(codec))
    (problem,) = table.problems
    return problem, list(table.frame["note"])


@pytest.mark.parametrize(
    ("codec", "note", "name"),
    [
        ("cp1256", ARABIC, "Windows-1256 (Arabic)"),
        ("cp1252", FRENCH, "Windows-1252 (Western)"),
        ("cp1252", GERMAN, "Windows-1252 (Western)"),
        ("cp1252", "the camp’s “annex” – emptied", "Windows-1252 (Western)"),
        ("cp1254", TURKISH, "Windows-1254 (Turkish)"),
        ("cp1254", "Türkiye'den dönüşler", "Windows-1254 (Turkish)"),
        ("cp1250", CZECH, "Windows-1250 (Central European)"),
        ("cp1250", POLISH, "Windows-1250 (Central European)"),
        ("cp1250", HUNGARIAN, "Windows-1250 (Central European)"),
        ("cp1251", RUSSIAN, "Windows-1251 (Cyrillic)"),
        ("cp1251", UKRAINIAN, "Windows-1251 (Cyrillic)"),
        ("cp1253", "Ελλάδα, στρατόπεδο", "Windows-1253 (Greek)"),
        ("koi8_r", RUSSIAN, "KOI8-R (Cyrillic)"),
        ("mac_roman", FRENCH, "Mac Roman (Western)"),
        ("mac_roman", "the camp’s “annex” – emptied", "Mac Roman (Western)"),
        ("mac_turkish", TURKISH, "Mac Turkish"),
        ("mac_latin2", POLISH, "Mac Central European"),
        ("mac_cyrillic", RUSSIAN, "Mac Cyrillic"),
    ],
)
def test_code_pages_are_told_apart_by_their_letters(sheet: Sheet, codec: str, note: str, name: str) -> None:
    problem, notes = only(sheet, codec, note)
    assert (problem.rule, problem.severity) == ("encoding", "warning")
    assert f"the file is in {name}, not UTF-8" in problem.message
    assert notes == [note]


@pytest.mark.parametrize(
    ("codec", "note", "names"),
    [
        ("cp1252", "père", ("Windows-1250 (Central European)", "Windows-1252 (Western)")),
        ("mac_roman", "état", ("Windows-1250 (Central European)", "Mac Roman (Western)")),
        ("cp1250", "uchodźcy", ("Mac Roman (Western)", "Windows-1250 (Central European)")),
    ],
)
def test_a_letter_that_fits_several_pages_is_refused_with_their_names(
    sheet: Sheet, codec: str, note: str, names: tuple[str, ...]
) -> None:
    problem, notes = only(sheet, codec, note)
    assert (problem.rule, problem.severity, notes) == ("encoding_unclear", "error", [])
    assert all(name in problem.message for name in names)


@pytest.mark.parametrize(("codec", "note"), [("cp862", "מחנה אל-הול"), ("cp775", "lietuviškų žodžių")])
def test_a_page_that_is_not_known_is_refused(sheet: Sheet, codec: str, note: str) -> None:
    problem, notes = only(sheet, codec, note)
    assert (problem.severity, notes) == ("error", [])


SAMPLES = (ARABIC, TURKISH, CZECH, POLISH, HUNGARIAN, RUSSIAN, UKRAINIAN, FRENCH, GERMAN)
PAGES = [
    *(
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp850",
        "cp852",
        "cp857",
        "cp866",
        "koi8_r",
    ),
    *("iso8859_2", "iso8859_5", "iso8859_6", "mac_roman", "mac_turkish", "mac_latin2", "mac_cyrillic"),
]


@pytest.mark.parametrize("codec", PAGES)
def test_no_word_is_ever_read_in_wrong_letters(codec: str) -> None:
    """Each word alone and all together, in every page that can write it: right, or refused."""
    for text in (*SAMPLES, *(word for sample in SAMPLES for word in sample.split())):
        try:
            data = text.encode(codec)
        except UnicodeEncodeError:
            continue
        if not data.isascii():
            page = told(data)
            assert not page.codec or data.decode(page.codec) == text, (text, page)


def test_a_stray_letter_in_a_file_of_utf8_is_named_by_its_line(sheet: Sheet) -> None:
    sound, stray = file_of(stock("1", note="déplacés"), stock("2", note="enfants âgés")), stock("3", note="été")
    problem = sheet.only("camps", sound + stray.encode("cp1252") + b"\n")
    assert problem.rule == "encoding_unknown"
    assert "line 4 holds a letter that is not UTF-8" in problem.message


@pytest.mark.parametrize("text", ["#REF!", "#NAME?", "#N/A", "#VALUE!", "#DIV/0!", "#BEZUG!", "#NOM ?", "####", "##"])
@pytest.mark.parametrize(
    "column", ["indicator", "place", "group", "period_end", "value", "event", "source", "locator", "note"]
)
def test_an_error_of_a_spreadsheet_is_found_in_any_column(sheet: Sheet, column: str, text: str) -> None:
    problem = sheet.only("camps", file_of(stock("1"), stock(**{"value": "2", column: text})))
    assert (problem.line, problem.column, problem.value, problem.rule) == (3, column, text, "spreadsheet_error")
    assert problem.severity == "error"


@pytest.mark.parametrize("name", ["places", "sources", "events", "members", "custody", "origins", "parts", "themes"])
def test_an_error_of_a_spreadsheet_is_found_in_any_table(sheet: Sheet, package, name: str) -> None:  # type: ignore[no-untyped-def]
    columns = package.resource(name).names
    for at, column in enumerate(columns):
        cells = ["x"] * len(columns)
        cells[at] = "#REF!"
        found = sheet.found(name, "\n".join([",".join(columns), ",".join(cells), ""]).encode())
        assert (2, column, "spreadsheet_error") in found


def test_a_formula_that_failed_within_a_text_is_found(sheet: Sheet) -> None:
    problem = sheet.only("camps", file_of(stock("1", note="Camp administration: #REF!")))
    assert (problem.line, problem.column, problem.rule) == (2, "note", "spreadsheet_error")


@pytest.mark.parametrize(
    ("note", "meant"),
    [
        ("d\u00c3\u00a9plac\u00c3\u00a9s", "déplacés"),
        ("the camp\u00e2\u20ac\u2122s annex", "the camp’s annex"),
        ("Şanlıurfa".encode().decode("cp1252"), "Şanlıurfa"),
        (RUSSIAN.encode().decode("cp1251", "ignore"), ""),
        ("возврат".encode().decode("cp1251"), "возврат"),
        ("déplacés".encode().decode("mac_roman"), "déplacés"),
        ("więźniów".encode().decode("cp1250", "ignore"), ""),
        ("الهول".encode().decode("latin-1"), "الهول"),
    ],
)
def test_letters_that_were_encoded_twice_are_refused_with_what_was_meant(sheet: Sheet, note: str, meant: str) -> None:
    problem = sheet.only("camps", file_of(stock("1"), stock("2", note=f'"{note}"')))
    assert (problem.line, problem.column, problem.rule, problem.severity) == (3, "note", "garbled", "error")
    assert f"It probably reads {meant!r}" in problem.hint if meant else "opened as something else" in problem.hint


@pytest.mark.parametrize("note", ["camp de r\ufffdfugi\ufffds", "مخيم".encode("ascii", "replace").decode()])
def test_letters_that_were_lost_are_refused(sheet: Sheet, note: str) -> None:
    problem = sheet.only("camps", file_of(stock("1", note=note)))
    assert (problem.line, problem.column, problem.rule) == (2, "note", "garbled")


@pytest.mark.parametrize(
    "text",
    [
        *(ARABIC, TURKISH, CZECH, POLISH, HUNGARIAN, RUSSIAN, UKRAINIAN, FRENCH, GERMAN, "Why? Who?", "No. #3", "ÉTÉ…"),
        *("„CAFÉ“", "BÂ’", "Ñ – ñ", "СРСР", "Сірія, Різдво", "√2", "Größe – Maß”", "ÄÖÜ", "ÅÄÖ", "Â l’", "VÂ–"),
    ],
)
def test_sound_letters_of_any_language_pass(text: str) -> None:
    assert damaged(text) is None


@pytest.mark.parametrize(
    "locator", ["04-Mar", "4-Mar-26", "Mar-04", "04. Mrz", "3 mars", "04.Mar", "03/04/2026", "2026-03-04 00:00:00"]
)
def test_a_locator_that_became_a_date_is_refused(sheet: Sheet, locator: str) -> None:
    problem = sheet.only("camps", file_of(stock("1"), stock("2", locator=locator)))
    assert (problem.line, problem.column, problem.rule, problem.severity) == (3, "locator", "made_a_date", "error")


@pytest.mark.parametrize("locator", ["p. 4", "3-4", "table 3", "March 2026", "ANHA 5 April, camp", "Mar Elias", "4/5"])
def test_a_locator_that_names_a_place_in_a_document_passes(sheet: Sheet, locator: str) -> None:
    assert sheet.found("camps", file_of(stock("2", locator=f'"{locator}"'))) == []


def test_a_row_of_tags_with_one_cell_untagged_is_still_one(sheet: Sheet) -> None:
    tags = [f"#{name}" for name in stock().replace(",", " ,").split(",")]
    columns = len(tags)
    row = ",".join(["#meta+x"] * (columns - 1) + ["note"])
    first = ",".join(["indicator"] + ["#meta+x"] * (columns - 1))
    for untagged in (row, first):
        assert sheet.found("camps", file_of(untagged, stock("9000"))) == [(2, "", "hxl_row")]
