"""The quick way through clean files gives exactly what the slow way gives, or steps aside."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.files import fast
from loaders.files.fast import read_clean
from loaders.files.rows import read_rows
from loaders.ledger import read_files
from loaders.schema import Package, Resource
from tests.loaders.samples import DATA, HEADER, file_of, stock

CELLS = st.text(alphabet=st.sampled_from('ab1,;"\n\r\t #“é\u00a0\u2028'), max_size=4)


def quick(resource: Resource, data: bytes) -> list[list[str]] | None:
    """Return the cells of each column by the quick way, None where it steps aside."""
    clean = read_clean(resource, [data])
    return [list(column.texts[column.codes]) for column in clean.columns.values()] if clean else None


def slow(resource: Resource, data: bytes) -> tuple[list[list[str]], list[str]]:
    """Return the cells of each column by the slow way, and the rules that it found broken."""
    rows = read_rows(resource, data)
    return [list(column) for column in rows.columns.values()], [each.rule for each in rows.problems]


def test_all_files_of_the_project_go_the_quick_way(package: Package) -> None:
    files = read_files(DATA)
    for each in package.resources:
        data = files[each.path]
        assert isinstance(data, bytes)
        assert quick(each, data) == slow(each, data)[0], each.path
        assert slow(each, data)[1] == []


def test_several_files_are_read_as_one(package: Package) -> None:
    camps = package.resource("camps")
    clean = read_clean(camps, [file_of(stock("1"), stock("2")), file_of(), file_of(stock("3"))])
    assert clean is not None
    assert clean.sizes == [2, 0, 1]
    value = clean.columns["value"]
    assert list(value.texts[value.codes]) == ["1", "2", "3"]


def test_a_file_without_a_column_that_may_be_empty_is_read_with_one_that_has_it(package: Package) -> None:
    camps = package.resource("camps")
    short = file_of(stock("1").rsplit(",", 1)[0], header=HEADER.removesuffix(",note"))
    clean = read_clean(camps, [short, file_of(stock("2", note="why"))])
    assert clean is not None
    note = clean.columns["note"]
    assert list(note.texts[note.codes]) == ["", "why"]
    assert read_clean(camps, [file_of(header=HEADER.replace("indicator,", ""))]) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"9000", b"90\x0000"),
        lambda data: data.replace(b",", b";"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data + b"\n",
        lambda data: data + b",,\n",
        lambda data: data.replace(b"9000", b'9000"'),
        lambda data: data.rstrip() + b'"open',
        lambda data: data.replace(b"al-hol", b"al-hol,"),
        lambda data: data.replace(b"al-hol,", b"al-hol"),
        lambda data: data.replace(b"exact", "exäct".encode("cp1252")),
        lambda data: data.replace(b"camp_population", b"#camp"),
        lambda data: b"\n" + data,
    ],
)
def test_whatever_needs_explaining_goes_the_slow_way(package: Package, spoil: Callable[[bytes], bytes]) -> None:
    camps = package.resource("camps")
    data = spoil(file_of(stock()))
    told = quick(camps, data)
    assert told is None or (told, []) == slow(camps, data)


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5), end=st.sampled_from(["\n", "\r\n"]))
def test_the_two_ways_never_differ(package: Package, rows: list[list[str]], end: str) -> None:
    """Cells are written without regard to quoting, so that most files are faulty in some way."""
    origins = package.resource("origins")
    data = end.join([",".join(origins.names), *(",".join(row) for row in rows), ""]).encode()
    told = quick(origins, data)
    assert told is None or (told, []) == slow(origins, data)


def test_line_ends_of_windows_are_clean_enough(package: Package) -> None:
    camps = package.resource("camps")
    assert quick(camps, file_of(stock(), end="\r\n")) == slow(camps, file_of(stock()))[0]
    assert HEADER.split(",") == list(camps.names)


@pytest.mark.parametrize("size", range(300, 700, 23))
def test_a_file_read_in_blocks_is_read_as_in_one_piece(
    package: Package, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Wherever a block ends: within a row, a cell or a quotation, one that holds a line break included."""
    camps = package.resource("camps")
    whole = file_of(*(stock(str(9000 + n), note=f"note {n % 3}") for n in range(30)))
    rows = (stock(str(n), note='"one, two"') for n in range(20))
    quoted = file_of(*rows, stock("7", note='"three\nfour"'), stock("8"))
    monkeypatch.setattr(fast, "_BLOCK", size)
    assert quick(camps, whole) == slow(camps, whole)[0]
    told = quick(camps, quoted)
    assert told is None or (told, []) == slow(camps, quoted)
