"""Profile: everything that the ledger knows of one country, camp, prison, governorate, donor or publisher."""

from functools import partial

from analysis.subjects import COUNTRY, KINDS, Subject, resolve
from charts.common import called
from ui import bound, filters, frame, profiles
from ui.section import Section, lay_out, section

led = frame.opened()
asked = next(iter(bound.asked("of")), "").strip()
found = resolve(led, asked) if asked else None
ALL = "all"
# Kinds under one heading are one choice.
HEADINGS = {kind: many for kind, (_, many) in reversed(KINDS.items())}
CHOICES = (ALL, *(kind for kind in KINDS if kind in {many: kind for kind, many in HEADINGS.items()}.values()))


def every() -> None:
    frame.top("Profiles", "Everything that the ledger knows of one country, place, donor or publisher.")
    if asked:
        profiles.unknown(led, asked)
    with filters.row():
        words = filters.find("pro_find", "Find a name", "country, camp, prison, governorate, publisher")
        kind = filters.pick("pro_kind", "Kind", CHOICES, COUNTRY, lambda k: HEADINGS.get(k, "All kinds"))
    profiles.index(led, "" if words or kind == ALL else HEADINGS[kind], words)


def sections(subject: Subject) -> tuple[Section, ...]:
    """What stands in the profile of a subject, each part named by its question."""
    name = called(led, subject)

    counted = f"What does {name} count?" if subject.body else f"What do the charts of {name} show?"

    @section("Charts", question=counted)
    def alone() -> None:
        profiles.charts(profiles.own(led, subject), "own")

    @section(
        "Charts with others",
        question="Which charts rest on it?" if subject.body else "Where does it stand among others?",
    )
    def among() -> None:
        profiles.charts(profiles.beside(led, subject), "beside")

    @section(
        "History",
        "profile.custody",
        "profile.events",
        question="What did it report?" if subject.body else "Who held it, and what happened?",
    )
    def history() -> None:
        profiles.history(led, subject)

    @section("Newest figures", question="What is the newest figure of each measure?")
    def figures() -> None:
        profiles.newest(led, subject)

    @section("Statements", question="Who says what?")
    def statements() -> None:
        profiles.statements(led, subject)

    @section("Doubts", question="What is disputed, and what is missing?")
    def doubts() -> None:
        profiles.doubts(led, subject)

    return alone, among, history, figures, statements, doubts


if found is not None:
    lay_out(partial(profiles.head, led, found), *sections(found))
else:
    lay_out(every)
