"""Links to profiles, and the parts of a profile that are more than a table: its head, its charts, its briefing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from html import escape
from urllib.parse import quote

import pandas as pd
import streamlit as st

from analysis.subjects import KINDS, Subject, near, plain_name, statement_counts, subjects
from analysis.words import capital, number_text
from charts import profile, profile_words
from charts.common import called
from charts.profile import Chosen
from charts.text import file_stem
from charts.tiles import Tile
from charts.views.disputes import dispute_ids, dispute_rows
from exports import Briefing, Item, to_token
from exports.of_subject import briefing_of
from loaders import Ledger
from ui import basket, data, frame, links, tables, tiles
from ui.card import card, cards
from ui.kept import once

MOST = 240  # names of the index at once
CARDS = 4  # charts of a section; the others are a list


def facts(ledger: Ledger, subject: Subject) -> str:
    """What a subject is, and where to go on from it, as HTML."""
    told = [(head, escape(text)) for head, text in profile_words.about(ledger, subject).items()]
    told += [(head, links.links(ones)) for head, ones in profile_words.related(ledger, subject).items()]
    pairs = "".join(f"<dt>{escape(head)}</dt><dd>{html}</dd>" for head, html in told)
    return f'<dl class="cs-facts">{pairs}</dl>'


def charts(found: Sequence[Chosen], slot: str) -> None:
    """The first charts as cards, the others as links by their headlines."""
    if not found:
        return
    with cards() if len(found) > 1 else nullcontext():
        for number, one in enumerate(found[:CARDS]):
            card(one.chart, slot=f"{slot}{number}", wide=len(found) == 1, **one.filters)
    if len(found) > CARDS:
        st.html(f'<h3 class="cs-title">{len(found) - CARDS} more charts</h3>{_list(found[CARDS:])}')


def _list(found: Sequence[Chosen]) -> str:
    items = "".join(f'<li><a href="{escape(_chart(one))}" data-go>{escape(one.title)}</a></li>' for one in found)
    return f'<ul class="cs-list cs-columns">{items}</ul>'


def _chart(one: Chosen) -> str:
    """The address of one chart with its choices, relative to any page."""
    ledger = data.ledger()
    known = "" if pd.isna(ledger.known_on) else ledger.known_on.strftime("%Y-%m-%d")
    item = Item(one.chart, dict(one.filters), known, ledger.lead)
    return f"chart?show={to_token(Briefing(title='', items=(item,)))}"


def own(ledger: Ledger, subject: Subject) -> tuple[Chosen, ...]:
    """The charts of a subject alone; made once a data version."""
    return once(_own, ledger, subject)


def _own(subject: Subject, ledger: Ledger) -> tuple[Chosen, ...]:
    return profile.own(ledger, subject)


def beside(ledger: Ledger, subject: Subject) -> tuple[Chosen, ...]:
    """The charts in which a subject stands beside others; made once a data version."""
    return once(_beside, ledger, subject)


def _beside(subject: Subject, ledger: Ledger) -> tuple[Chosen, ...]:
    return profile.beside(ledger, subject)


def make_briefing(subject: Subject) -> None:
    """Open the briefing of a subject in place of the one here; the callback of a button."""
    basket.open_briefing(briefing_of(data.ledger(), subject).briefing)


def head(ledger: Ledger, subject: Subject) -> None:
    """Title, sentence, tiles, what the subject is, and the button that makes its briefing."""
    frame.title(subject.name)
    frame.tell(once(_sentence, ledger, subject), tiles.made(once(_tiles, ledger, subject)) + facts(ledger, subject))
    if st.button(
        "Make its briefing",
        icon=":material/co_present:",
        key="profile-briefing",
        on_click=make_briefing,
        args=(subject,),
    ):
        st.switch_page("pages/briefing.py")


def _sentence(subject: Subject, ledger: Ledger) -> str:
    return profile_words.sentence(ledger, subject)


def _tiles(subject: Subject, ledger: Ledger) -> tuple[Tile, ...]:
    return profile_words.tiles(ledger, subject)


def unknown(ledger: Ledger, asked: str) -> None:
    """What the address asked for in vain, and what is near it."""
    found = near(ledger, asked)
    st.warning(f"The ledger knows no country, place or publisher “{frame.md(asked)}”.", icon=":material/link_off:")
    if found:
        st.html(f'<p class="cs-text">Near it: {links.links(found)}</p>')


def prepare(ledger: Ledger) -> None:
    """Make what the first profile of a ledger would otherwise wait for: what every chart of the catalogue draws."""
    profile.drawn(ledger)


def index(ledger: Ledger, kind: str, words: str) -> None:
    """Every subject of a kind, or whose name holds the words, as links with how much is known of each."""
    counts = once(statement_counts, ledger)
    wanted = plain_name(words).split()
    found = [
        one
        for one in subjects(ledger).values()
        if (not kind or KINDS.get(one.kind, ("", ""))[1] == kind)
        and all(any(word in plain_name(name) for name in (one.name, one.key, *one.others)) for word in wanted)
    ]
    if not found:
        found = near(ledger, words)
        frame.note(f"No name holds “{words}”{'; these are near it.' if found else '.'}")
    ranked = sorted(found, key=lambda one: (-counts.get(one.key, 0), one.name)) if len(found) > MOST else found
    shown = sorted(ranked[:MOST], key=lambda one: plain_name(one.name))
    told = {one.key: number_text(counts[one.key]) if one.key in counts else "no figure" for one in shown}
    items = "".join(f"<li>{links.link(one)} <span>{told[one.key]}</span></li>" for one in shown)
    st.html(f'<ul class="cs-list cs-index">{items}</ul>')
    if len(found) > MOST:
        frame.note(f"Of {number_text(len(found))} names those {MOST} with most figures; search for the others.")


def newest(ledger: Ledger, subject: Subject) -> None:
    """The newest figure of every series as a table."""
    table = profile_words.newest_table(ledger, subject)
    if table.empty:
        frame.note(f"No source gives a figure of {called(ledger, subject)}.")
    else:
        tables.show(table, f"Newest figures: {called(ledger, subject)}")


def history(ledger: Ledger, subject: Subject) -> None:
    """Who held a place and when, and what happened there."""
    name = called(ledger, subject)
    custody, events = profile_words.custody_table(ledger, subject), profile_words.events_table(ledger, subject)
    if len(custody):
        card("profile.custody", of=subject.key, wide=True)
        tables.show(custody, f"Who held {name}, and when")
    if len(events) and not subject.body:
        card("profile.events", of=subject.key, wide=True)
    if len(events):
        tables.show(events, f"Events {'told by' if subject.body else 'of'} {name}")
    elif not len(custody):
        frame.note(f"No event of {name} is in the ledger, and nobody who held it.")


def statements(ledger: Ledger, subject: Subject) -> None:
    """Every statement with its source, and the publications that they stand in."""
    spec = profile_words.statements(ledger, subject)
    frame.note(profile_words.known_words(ledger, subject))
    if len(spec.data):
        tables.show(profile_words.statements_table(ledger, subject), spec.title)
        count = tables.counted(len(spec.data), "statement")
        whose = f"{'of' if subject.body else 'on'} {called(ledger, subject)}"
        tables.csv_button(lambda: spec, file_stem(spec.title), f"All {count} {whose} (CSV)")
    papers = profile_words.publications(ledger, subject)
    if len(papers):
        st.html(f'<h3 class="cs-title">{tables.counted(len(papers), "publication")}</h3>')
        tables.show(papers, f"Publications: {called(ledger, subject)}")


def dispute_addresses(ledger: Ledger, rows: pd.Index) -> list[str]:
    """Where Disputes tells of each of these disputed figures, relative to any page."""
    ids, labels = dispute_ids(ledger), dispute_rows(ledger)["label"]
    return [f"disputes?dispute={quote(ids[label], safe='')}" for label in labels.loc[rows]]


def doubts(ledger: Ledger, subject: Subject) -> None:
    """What sources dispute, what its like have and it has not, and which of its series nobody has carried on."""
    name = called(ledger, subject)
    disputed = profile_words.disputes_table(ledger, subject)
    st.html(f'<h3 class="cs-title">{capital(tables.counted(len(disputed), "disputed figure"))}</h3>')
    if len(disputed):
        tables.show(
            disputed.assign(Address=dispute_addresses(ledger, disputed.index)),
            f"Disputed figures: {name}",
            columns={"Address": st.column_config.LinkColumn("Dispute", display_text="open")},
        )
        st.page_link("pages/disputes.py", label="Open Disputes", icon=":material/balance:")
    missing, like = profile_words.missing_table(ledger, subject), profile_words.like_words(ledger, subject)
    if like:
        heading = f"{capital(tables.counted(len(missing), 'measure'))} that others of its kind have and {name} has not"
        st.html(f'<h3 class="cs-title">{escape(heading)}</h3>')
        if len(missing):
            tables.show(missing, heading)
    stale = profile_words.stale_table(ledger, subject)
    heading = f"{capital(tables.counted(len(stale), 'measure'))} without a newer figure for more than a year"
    st.html(f'<h3 class="cs-title">{escape(heading)}</h3>')
    if len(stale):
        tables.show(stale, heading)
