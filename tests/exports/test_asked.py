"""Answers to paste and to print: the citation in three forms, escaped; the command line's answer and list."""

from dataclasses import replace

import pytest

from analysis.find import ask
from charts import choices
from charts.holding import Held
from exports.asked import answer_lines, listing_of
from exports.quoted import quoted
from loaders import Ledger


def test_the_sentence_goes_with_its_citation_in_three_forms(ledger: Ledger) -> None:
    answer = ask(ledger, "french kids still in syria").answer
    assert answer is not None
    copy = quoted(ledger, answer)
    assert copy.plain.startswith(answer.sentence)
    assert (
        "Source: Zactus, “Repatriation of women and children from Syria to France”, 16 Sep 2025, https://" in copy.plain
    )
    assert "[Zactus, “Repatriation of women and children from Syria to France”, 16 Sep 2025](<https://" in copy.markdown
    assert copy.html.startswith("<p>")
    assert '<a href="https://' in copy.html


def test_text_from_data_runs_in_no_form(ledger: Ledger) -> None:
    answer = ask(ledger, "roj camp population").answer
    assert answer is not None
    copy = quoted(ledger, replace(answer, sentence="<b>*x*</b> [y](javascript:z)."))
    assert "<b>" not in copy.html
    assert "\\*x\\*" in copy.markdown
    assert "\\[y\\]" in copy.markdown


def test_of_many_publications_the_newest_is_cited_and_the_others_counted(ledger: Ledger) -> None:
    answer = ask(ledger, "iraqis back 2025").answer
    assert answer is not None
    assert f"and {len(answer.sources) - 1} other publications" in quoted(ledger, answer).plain


def test_the_command_line_answers_with_charts_and_statements(ledger: Ledger) -> None:
    text = "\n".join(answer_lines(ledger, "US troops in Syria"))
    assert text.startswith("The number of US troops in Syria was about 1,000 (23 Feb 2026)")
    for part in ("Plain: ", "Markdown: ", "HTML: ", "Charts:", "liberation.us_troops", "Statements, newest first:"):
        assert part in text
    assert next(answer_lines(ledger, "lafarge cement")) == "No figure answers “lafarge cement”."


def test_the_answer_is_there_before_any_chart_is_looked_at(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(*_: object) -> list[Held]:
        raise AssertionError("the charts were looked through first")

    monkeypatch.setattr("exports.asked.charts_of", looked)
    lines = answer_lines(ledger, "US troops in Syria")
    assert next(line for line in lines if line.startswith("HTML: ")).endswith("</p>")
    with pytest.raises(AssertionError, match="first"):
        next(line for line in lines if line == "Charts:")


def test_a_list_by_words_hides_no_choice(ledger: Ledger) -> None:
    text = listing_of(ledger, "repatriation.years")
    assert text.startswith("repatriation.years\n")
    offered = choices.offered(ledger, "repatriation.years")["country"]
    assert all(choices.text(ledger, "repatriation.years", "country", one) in text for one in offered)
    assert "more" not in text.splitlines()[2]
