"""What a kind of file is, and what one is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from exports.briefing import Exhibit
from exports.briefing import address as address_of
from exports.paper import NO_HEAD, Head, Part
from loaders import Ledger
from loaders.geo import Geo

Progress = Callable[[int, int], None]
Picture = Literal["png", "svg", "pdf"]
Ratio = Literal["16:9", "4:3", "1:1"]
RATIOS: dict[Ratio, str] = {"16:9": "16:9", "4:3": "4:3", "1:1": "Square"}
Group = Literal["Editable", "Print", "Data", "Picture", "Citations", "Whole"]


@dataclass(frozen=True, slots=True)
class Order:
    """What a file is made from; it holds all that is needed, so that it may be made on any thread.

    `template` is an organisation's .pptx or .potx for decks, `address` is where the dashboard runs, for links that
    reopen each chart, `ratio` the shape of pictures. `tell(done, of)` is called as the parts of a long file are made.
    A page of the dashboard has a `head` and its charts in `parts`, and stands at the address `page`.
    """

    title: str
    exhibits: tuple[Exhibit, ...]
    ledger: Ledger
    geo: Geo
    template: bytes | None = None
    address: str = ""
    ratio: Ratio = "16:9"
    tell: Progress | None = None
    head: Head = NO_HEAD
    parts: tuple[Part, ...] = ()
    page: str = ""

    @property
    def first(self) -> Exhibit:
        """The chart of a file of one chart."""
        return self.exhibits[0]

    def link(self, shown: Exhibit) -> str:
        """The address that reopens a chart; empty where it is not known where the dashboard runs."""
        return address_of(self.address, shown.item) if self.address else ""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    `about` says what is in it, for the command line and the archive. `card` is its button under a chart, `page` that
    of a whole briefing; a kind with a `page` is a command too. `kept` is its name in the archive, with `{chart}` where
    each chart has its own. What is empty is not offered there. `suffix` tells files of one ending apart. A `long` file
    is made in parts and tells its progress; `template` says that one of an organisation may be given.
    """

    name: str
    group: Group
    about: str
    ending: str
    media: str
    make: Callable[[Order], bytes]
    card: str = ""
    page: str = ""
    kept: str = ""
    suffix: str = ""
    long: bool = False
    template: bool = False

    @property
    def each(self) -> bool:
        """Whether the archive holds one for each chart."""
        return "{chart}" in self.kept

    def file_name(self, stem: str, ratio: Ratio | None = None) -> str:
        """The name of such a file, told apart from others of the same chart."""
        shape = f"-{ratio.replace(':', 'x')}" if ratio and self.group == "Picture" else ""
        return f"{stem}{self.suffix}{shape}.{self.ending}"
