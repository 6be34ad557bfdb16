"""The file of measurements keeps what other benchmarks wrote."""

from benchmarks.results import INTRODUCTION, with_part


def test_a_part_is_added_and_replaced_and_the_others_stay() -> None:
    text = with_part(with_part(INTRODUCTION, "Bars", "| a |"), "Peers", "| b |")
    assert text == f"{INTRODUCTION}\n## Bars\n\n| a |\n\n## Peers\n\n| b |\n"
    again = with_part(text, "Bars", "| c |\n")
    assert again == text.replace("| a |", "| c |")
    assert with_part(again, "Bars", "| c |") == again
