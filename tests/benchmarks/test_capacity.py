"""The plan for more readers follows from what was measured, and from nothing else."""

from __future__ import annotations

import pytest

from benchmarks import capacity
from benchmarks.results import FILE

MEASURED = """# Speed

## Readers at once

| readers | 95% within ms | cores | MB a session |
| --- | --- | --- | --- |
| 10 | 200 | 0.10 | 4.0 |
| 50 | 400 | 0.30 | 2.0 |
| 200 | 6,009 | 0.90 | 1.0 |

## Soak

| minutes | MB of the server, nobody reading |
| --- | --- |
| 0 | 300 |
| 2 | 310 |

## Slow network

| | kB |
| --- | --- |
| Overview, cold | 2,250 |

## Pages

| section | kB |
| --- | ---: |
| `/a` | 80.0 |
| `/b` | 90.0 |
| `/c` | 600.0 |
| **most of any** | 600.0 |

## Bars

| what | found |
| --- | --- |
| filter change, kB | 15.0 |
"""


def test_a_copy_bears_the_most_readers_who_were_answered_in_time() -> None:
    one = capacity.copy(MEASURED)
    assert (one.readers, one.late, one.cores) == (50, 400, 0.3)
    assert one.memory == (300 + 50 * 2) * 1.5
    assert one.request == (90 + 2 * 15) / 3


@pytest.mark.parametrize(("readers", "number"), [(1, 2), (50, 2), (51, 3), (10_000, 201)])
def test_one_copy_may_fail(readers: int, number: int) -> None:
    assert capacity.copies(readers, capacity.copy(MEASURED)) == number


def test_every_figure_of_the_plan_follows() -> None:
    told = capacity.lines(capacity.copy(MEASURED))
    # 41 copies of 600 MB; 400 requests of 40 kB a second; 2,000 visits of 2,250 kB in an hour.
    assert told[6] == "| 2,000 | 41 | 12.0 | 24.6 | 128.0 | 10.0 |"


def test_nothing_is_reckoned_without_its_table() -> None:
    with pytest.raises(ValueError, match="Soak"):
        capacity.copy(MEASURED.replace("## Soak", "## Sock"))
    with pytest.raises(ValueError, match="no number of readers"):
        capacity.copy(MEASURED.replace("| 200 |", "| 2,000 |").replace("| 400 |", "| 4,000 |"))


def test_the_tables_that_are_kept_can_be_read() -> None:
    assert capacity.copy(FILE.read_text(encoding="utf-8")).readers >= 50
