"""Orders for the files that the dashboard gives out: what they are made from, with what the reader has open."""

from __future__ import annotations

from charts.spec import ChartSpec
from exports import Exhibit, item_of
from exports.formats import Order
from ui import address, data


def order(title: str, exhibits: tuple[Exhibit, ...], template: bytes | None = None) -> Order:
    """An order of these charts from the newest data, with links to the address that the reader has open."""
    return Order(title, exhibits, data.newest(), data.geo(), template, address.base())


def of_one(spec: ChartSpec) -> Order:
    """An order of one chart."""
    return order(spec.title, (Exhibit(item_of(spec), spec),))
