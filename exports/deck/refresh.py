"""Bring a deck made here up to the newest data, whatever its user has moved, restyled or reworded since."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from lxml import etree
from pptx import Presentation

from analysis.words import date_text
from exports.briefing import Exhibit, vintage
from exports.deck.changes import CHANGES, COMPARED, UNCHANGED, Change, add_changes, changes_of, ended_of
from exports.deck.compared import Checked, Remark, comparisons, left_out, outcome, pinned_text
from exports.deck.find import Found, found_in
from exports.deck.hygiene import TemplateError, unpacked
from exports.deck.identity import Figure, digest_of, figures_of, identity_of, key_of, mark, tag_shape
from exports.deck.jobs import Job, Pin, day_of, jobs_of, with_date
from exports.deck.kept import Renewed, on_chart_slide, on_other_slide
from exports.deck.notes import KEPT, get_notes, keep_marks, notes_text, set_notes, without_kept
from exports.deck.ooxml import A, P
from exports.deck.pages import SOURCES_NAME, published_until
from exports.deck.plan import SlidePlan, Words
from exports.deck.redraw import Drawing, panels_to_come, update_drawing, with_alt
from exports.deck.renew import drop_page, refresh_dates, refresh_pages, set_text
from exports.deck.sections import settle_sections
from exports.deck.shapes_xml import set_position, shape_text
from exports.deck.since_known import could_go_in
from exports.deck.slides import Numbers, box_of_shape, number_parts, place_of, stands_at, usual_master_first
from exports.deck.summary import CARD, CARD_NAME, TAKEAWAY, is_ours, refresh_summary
from exports.deck.tables import table_text
from exports.deck.template import Template, inspected
from loaders import Ledger
from loaders.geo import Geo

_DATED = ("chart", "rows")  # kinds of what has a date of its own in the foot of its slide


class RefreshError(ValueError):
    """A file that is no deck of ours or cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refreshed deck, what changed in it slide by slide, with what it was compared, and what was left alone and why.

    `comparisons` says in sentences which slides were compared with which publications, `remarks` what could not be
    compared and which own words no longer agree, `outcome` all in one phrase. `checked` holds every chart for programs.
    """

    deck: bytes
    changes: list[Change]
    remarks: list[str]
    comparisons: list[str]
    outcome: str
    checked: tuple[Checked, ...]


def refresh(deck: bytes, ledger: Ledger, geo: Geo, *, known_on: pd.Timestamp | Pin = Pin.KEEP) -> Refreshed:
    """Update the charts of a deck, and the words around them that are still ours, to what the ledger holds.

    A chart is known by the identity it carries; it keeps its filters and its leading source, its position, size and
    formatting. By `known_on` it keeps its date too, counts all publications (`Pin.NEWEST`), or counts those that were
    known on a day. A chart that keeps a date is compared only with what was known then, and the result says so. Texts
    and notes that their user changed stay. A slide of what changed and of what was compared is added. Raises
    RefreshError for a file that is no deck made here or cannot be read, and for a day that lies ahead.
    """
    if not isinstance(known_on, Pin) and not known_on <= ledger.today:
        raise RefreshError(f"What will be known on {date_text(known_on)} cannot be told: choose a day up to today.")
    presentation, template = _opened(deck)
    try:
        _drop_earlier(presentation)
        found = list(found_in(presentation))
        if any(one.identity.kind == "chart" for one in found):
            return _refreshed(deck, presentation, template, found, ledger, geo, known_on)
    except Exception as error:
        raise RefreshError(
            "This deck cannot be refreshed: a part of it is damaged. Open it in PowerPoint, save it under a new name "
            "and refresh that file, or make the deck anew."
        ) from error
    raise RefreshError(
        "No chart of a briefing is found in this file: it was not made here, or another program has dropped the marks "
        "by which its charts are known. Make the deck anew."
    )


def _refreshed(
    deck: bytes,
    presentation: Any,
    template: Template,
    found: list[Found],
    ledger: Ledger,
    geo: Geo,
    known_on: pd.Timestamp | Pin,
) -> Refreshed:
    number_parts(presentation)
    numbers = _numbers(presentation)
    order = [slide.slide_id for slide in presentation.slides]
    bare = {slide.slide_id for slide in presentation.slides if KEPT not in get_notes(slide)}
    _mark_pages(found, numbers)
    jobs, kept = _own_words(presentation, found, jobs_of(found, known_on, ledger, template.look))
    changes: list[Change] = []
    checked: list[Checked] = []
    remarks: list[Remark] = []
    shown: dict[str, Exhibit] = {}
    for job in jobs:
        told, noted = _refresh_chart(job, ledger, geo, template, numbers)
        changes += told
        remarks += noted
        checked.append(_checked(job, len(told)))
        if job.exhibit is not None:
            shown[key_of(job.first.identity.item)] = job.exhibit
    pages = [(one.number, one.slide, one.shape, one.identity) for one in found if one.identity.kind != "chart"]
    alone = len({key_of(job.first.identity.item) for job in jobs} - set(shown))
    stale = [
        *_without_marks(presentation, {one.number for one in found}),
        *refresh_summary(pages, shown, ledger, template.look, numbers),
        *refresh_pages(presentation, pages, shown, alone, ledger, template, numbers),
    ]
    _date_slides(presentation, found, shown, ledger)
    # Tables of ours may have grown or shrunk, and the slides behind them have other numbers by now.
    after = {slide.slide_id: number for number, slide in enumerate(presentation.slides, 1)}
    now = {number: after[slide] for number, slide in enumerate(order, 1) if slide in after}
    changes = [replace(one, slide=now[one.slide]) for one in changes]
    checked = [replace(one, slide=now[one.slide]) for one in checked]
    remarks = [
        *left_out(checked),
        *(replace(one, slides=tuple(now[n] for n in one.slides if n in now)) for one in (*remarks, *kept, *stale)),
        *_late(presentation, jobs, checked, ledger),
    ]
    newest = published_until([one.spec for one in shown.values()], ledger)
    add_changes(presentation, changes, checked, remarks, template, numbers, newest)
    for slide in presentation.slides:
        # Notes that their user has emptied stay so.
        if slide.slide_id not in bare:
            keep_marks(slide)
    settle_sections(presentation)
    out = io.BytesIO()
    presentation.save(out)
    return Refreshed(
        _as_before(out.getvalue(), deck),
        changes,
        [str(one) for one in remarks],
        [str(one) for one in comparisons(checked, newest)],
        outcome(checked),
        tuple(checked),
    )


def _late(presentation: Any, jobs: Sequence[Job], checked: Sequence[Checked], ledger: Ledger) -> list[Remark]:
    """Remarks on charts that the briefing of the deck left out as of its date, and need not at that of the refresh."""
    made = next(((job, job.exhibit) for job in jobs if job.exhibit is not None), None)
    if made is None:
        return []
    title, slides = str(presentation.core_properties.title), [one.slide for one in checked if not one.left]
    return could_go_in(title, slides, made[0].first.identity.item, made[1].item, ledger)


def _mark_pages(found: Sequence[Found], numbers: Numbers) -> None:
    """Give marks to what was found without them around the charts; a chart has them with its figures."""
    for one in found:
        if one.identity.kind != "chart" and identity_of(one.slide.part, one.shape) is None:
            tag_shape(one.slide.part, one.shape, one.identity, next(numbers.tags))


def _without_marks(presentation: Any, known: set[int]) -> list[Remark]:
    """Remarks on slides of key figures and of sources that another program has saved without our marks."""
    told = []
    for number, slide in enumerate(presentation.slides, 1):
        names = [shape.name for shape in slide.shapes]
        if number not in known and any(name.startswith((CARD_NAME, SOURCES_NAME)) for name in names):
            told.append(Remark((number,), "has lost the marks by which it is known and is left as it is; look at it"))
    return told


def _date_slides(presentation: Any, found: Sequence[Found], shown: dict[str, Exhibit], ledger: Ledger) -> None:
    """Renew the date in the feet of the slides that are still there."""
    own = {
        slide.slide_id: [
            one.identity.item for one in found if one.slide.slide_id == slide.slide_id and one.identity.kind in _DATED
        ]
        for slide in presentation.slides
    }
    refresh_dates([(slide, own[slide.slide_id]) for slide in presentation.slides], shown, ledger)


def _checked(job: Job, figures: int) -> Checked:
    item = job.first.identity.item
    if job.exhibit is None:
        return Checked(job.first.number, lead=item.lead, left=job.left)
    now = job.exhibit.item
    was = pinned_text(day_of(item)) if now.known_on != item.known_on else ""
    return Checked(job.first.number, job.exhibit.spec.known_on, item.lead, was, figures)


def _own_words(presentation: Any, found: Sequence[Found], jobs: Sequence[Job]) -> tuple[list[Job], list[Remark]]:
    """Remarks on own words that give figures of before, and the jobs with those figures to remember."""
    renewed = {
        n: Renewed(
            job.first.number,
            (*job.first.identity.figures, *job.first.identity.past),
            figures_of(job.exhibit.spec),
            day_of(job.first.identity.item),
            day_of(job.exhibit.item),
        )
        for n, job in enumerate(jobs)
        if job.exhibit is not None
    }
    remarks: list[Remark] = []
    given: set[Figure] = set()
    for number, slide in enumerate(presentation.slides, 1):
        ours = {one.shape: one.identity for one in found if one.number == number}
        kinds = {identity.kind for identity in ours.values()}
        if "chart" in kinds:
            kept = on_chart_slide(number, slide, ours, [one for one in renewed.values() if one.slide == number])
        elif kinds <= {"facts", CARD, TAKEAWAY}:
            # A card or takeaway that its user changed is an own text like any other.
            ours = {shape: one for shape, one in ours.items() if one.kind == "facts" or is_ours(shape, one)}
            kept = on_other_slide(number, slide, ours, list(renewed.values()))
        else:
            continue
        remarks += kept.remarks
        given |= kept.figures
    past = {n: tuple(figure for figure in dict.fromkeys(one.before) if figure in given) for n, one in renewed.items()}
    return [replace(job, past=past.get(n, ())) for n, job in enumerate(jobs)], remarks


def _drop_earlier(presentation: Any) -> None:
    """Take out what earlier refreshes said of their comparisons, where it stands as we wrote it: it no longer holds."""
    for one in list(found_in(presentation)):
        texts = one.identity.texts
        told = one.identity.kind == COMPARED or (one.identity.kind == CHANGES and texts.get("title") == mark(UNCHANGED))
        ours = told and _shape_with(one.slide, texts.get("title", "")) is not None
        table, notes = mark(table_text(one.shape)) if ours else "", mark(without_kept(get_notes(one.slide)))
        if ours and (table, notes) == (texts.get("table"), texts.get("notes", mark(""))):
            drop_page(presentation, one.slide, one.shape)


def _opened(deck: bytes) -> tuple[Any, Template]:
    try:
        unpacked(deck, "deck")
        presentation = Presentation(io.BytesIO(deck))
        usual_master_first(presentation)
        return presentation, inspected(presentation)
    except TemplateError as error:
        raise RefreshError(str(error)) from error
    except Exception as error:
        raise RefreshError(
            "This file cannot be read as a deck: a .pptx without macros, as PowerPoint saves it, was expected."
        ) from error


def _numbers(presentation: Any) -> Numbers:
    """Numbers above those of all parts that the deck has."""
    names = [str(part.partname) for part in presentation.part.package.iter_parts()]
    highest = max((int(digits) for name in names for digits in re.findall(r"(\d{1,9})\.\w+$", name)), default=0)
    return Numbers(itertools.count(highest + 1), itertools.count(highest + 1))


def _refresh_chart(
    job: Job, ledger: Ledger, geo: Geo, template: Template, numbers: Numbers
) -> tuple[list[Change], list[Remark]]:
    """Refresh one chart of a slide (its panels together) and the words around it.

    Returns what changed and what is to be remarked.
    """
    exhibit, made, first = job.exhibit, job.made, job.first
    if exhibit is None or made is None:
        return [], []
    spec = exhibit.spec
    digest, figures = digest_of(spec), figures_of(spec)
    words, places = _refresh_words(first, exhibit, made, ledger)
    remarks = [job.note] if job.note else []
    if not first.identity.texts:
        remarks.append("its texts have lost the marks by which ours are known, so they are left as they are")
    new = panels_to_come(spec, [one.identity for one in job.own])
    remarks += [f"“{name}” is new and has no chart here; make the slide anew to see it" for name in new]
    for one, drawn in zip(job.own, job.drawings, strict=True):
        fresh = replace(
            one.identity,
            item=with_date(one.identity.item, exhibit.item.known_on),
            version=ledger.version,
            known_on=exhibit.item.known_on,
            texts={**one.identity.texts, **words},
            places={**one.identity.places, **places},
            digest=digest,
            figures=figures,
            past=job.past,
        )
        if isinstance(drawn, Drawing):
            remarks += update_drawing(one.slide, one.shape, spec, geo, drawn, template, numbers, fresh)
            continue
        if drawn is not None:
            remarks.append(f"a part of the chart is left as it is: {drawn}")
            fresh = replace(fresh, digest=one.identity.digest, figures=one.identity.figures)
        elif one.shape.tag == f"{P}graphicFrame":
            fresh = with_alt(one.shape, spec, fresh)
        if fresh != one.identity:
            tag_shape(one.slide.part, one.shape, fresh, next(numbers.tags))
    return _told(job, digest, ledger), [Remark((first.number,), text) for text in remarks]


def _told(job: Job, digest: str, ledger: Ledger) -> list[Change]:
    first, exhibit = job.first, job.exhibit
    if exhibit is None or digest == first.identity.digest:
        return []
    number, headline, known_on = first.number, exhibit.headline, exhibit.spec.known_on
    if not first.identity.digest:
        return [Change(number, headline, headline, "not known", "drawn anew", known_on=known_on)]
    ended = ended_of(exhibit.spec, vintage(ledger, exhibit.item.known_on, exhibit.item.lead))
    changes = changes_of(number, headline, first.identity.figures, figures_of(exhibit.spec), known_on, ended)
    other = Change(
        number, headline, "Other figures than the newest", "as first shown", "some added or restated", known_on=known_on
    )
    return changes or [other]


def _refresh_words(
    first: Found, exhibit: Exhibit, made: SlidePlan, ledger: Ledger
) -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Write title, subtitle, foot and notes anew where they are still ours.

    Returns the marks and the places of what was written. A text whose box was moved stays there.
    """
    done, places = {}, {}
    texts = first.identity.texts
    for words in made.words:
        was = texts.get(words.role, "")
        shape = _shape_with(first.slide, was)
        if shape is None:
            continue
        if mark(words.text) != was:
            set_text(shape, words.paragraphs)
            done[words.role] = mark(words.text)
        if _place(shape, first.identity.places.get(words.role, ()), words):
            places[words.role] = place_of(words)
    notes = notes_text(exhibit, first.identity.address, ledger)
    old = get_notes(first.slide)
    ours = bool(texts.get("notes")) and mark(without_kept(old)) == texts["notes"]
    if ours and texts["notes"] != mark(notes):
        done["notes"] = mark(notes)
        set_notes(first.slide, notes)
    return done, places


def _shape_with(slide: Any, was: str) -> Any:
    """The shape of a slide whose text is the one marked so."""
    shapes = slide.shapes._spTree.iter(f"{P}sp")  # noqa: SLF001
    return next((one for one in shapes if was and mark(shape_text(one)) == was), None)


def _place(shape: Any, was: tuple[int, ...], words: Words) -> bool:
    """Give a text that was not moved its new place, and its new size where that is still ours; says whether it did."""
    box = box_of_shape(shape)
    if box is None or not stands_at(box, was) or was == place_of(words):
        return False
    set_position(shape.find(f"{P}spPr"), words.box)
    for style in shape.iter(f"{A}rPr"):
        if style.get("sz") == str(was[4]):
            style.set("sz", str(round(words.size * 100)))
    return True


def _as_before(new: bytes, old: bytes) -> bytes:
    """The new package with the old bytes of every part that says the same, so that what is not ours stays as it was."""
    before = unpacked(old, "deck")
    # By what it says, not by its name: slides are renamed when one comes in before them.
    said = {meaning: content for content in before.values() if (meaning := _meaning(content)) is not None}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(new)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            same = before.get(info.filename) == content
            meaning = None if same else _meaning(content)
            target.writestr(info.filename, content if meaning is None else said.get(meaning, content))
    return out.getvalue()


def _meaning(content: bytes) -> bytes | None:
    """XML in its canonical form; None for what is no XML."""
    if content.lstrip()[:1] != b"<":
        return None
    try:
        return etree.tostring(etree.fromstring(content, etree.XMLParser(resolve_entities=False)), method="c14n")
    except etree.XMLSyntaxError:
        return None
