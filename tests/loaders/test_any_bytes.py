"""Any bytes in a data file give a report, never a traceback, and every row is either kept or named."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import Ledger
from loaders.ledger import assemble, read_files
from tests.loaders.samples import DATA, HEADER, TABLES, Sheet, file_of, stock

FRAGMENTS = [
    *(b",", b";", b"\t", b'"', b"\n", b"\r\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"#", b" "),
    *(b"42,500", b"42.500", "٤٢".encode(), b"1e9", b"nan", b"2020-02-30", b"44108", b"04/10/2020", "“".encode()),
    *(HEADER.encode(), stock().encode(), b"camp_population", b"al-hol", b"\xe9", b"\xc7\xe1\xe5\xe6\xe1"),
]


@given(data=st.one_of(st.binary(max_size=400), st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(b"".join)))
@settings(max_examples=80)
def test_any_bytes_give_a_report(sheet: Sheet, data: bytes) -> None:
    for name in ("camps", "pathway"):
        table = sheet.read(name, data)
        assert all(str(each).startswith(each.file) and "\n" not in str(each) for each in table.problems)
        assert table.frame.empty or {"file", "line"} <= set(table.frame.columns)


@given(data=st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(b"".join))
@settings(max_examples=80)
def test_any_bytes_under_a_sound_header_give_a_report(sheet: Sheet, data: bytes) -> None:
    table = sheet.read("camps", file_of(stock()) + data + b"\n")
    refused = {each.line for each in table.problems if each.severity == "error"}
    assert not refused.intersection(table.frame["line"])


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=100)
def test_a_damaged_file_keeps_or_names_every_row(sheet: Sheet, seed: int) -> None:
    """Bytes are overwritten at random, so that no line is added or lost: each is loaded or has a problem."""
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    data = bytearray(file_of(*(stock(str(1000 + n)) for n in range(20))))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(HEADER) + 1, len(data) - 1)
        if data[at] != ord("\n"):
            data[at] = chance.choice(b'x9,;"\t \x00\xff')
    table = sheet.read("camps", bytes(data))
    if any(each.line <= 1 for each in table.problems):
        return
    named = {each.line for each in table.problems}
    assert named.union(table.frame["line"]) == set(range(2, 22))


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("observations", "briefings")])
def test_a_spoilt_file_leaves_the_other_tables(ledger: Ledger, name: str) -> None:
    files = {**read_files(DATA), f"{name}.csv": b'"\x00,;\n\xff\xfe\x81"'}
    spoilt = assemble(files, DATA)
    assert any(each.file == f"{name}.csv" for each in spoilt.problems)
    assert getattr(spoilt, name).empty
    for other in {"events", "members", "custody", "pathway"} - {name}:
        rests_on_it = name in ("places", "sources", "indicators", "themes")
        assert getattr(spoilt, other).equals(getattr(ledger, other)) or rests_on_it
