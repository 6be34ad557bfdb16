"""Briefings as PowerPoint decks: built in our look or an organisation's own, and refreshed later from newer data."""

from exports.deck.build import chart_slide, deck
from exports.deck.changes import Change
from exports.deck.compared import Checked
from exports.deck.hygiene import TemplateError
from exports.deck.jobs import Pin
from exports.deck.plan import SlidePlan, plan
from exports.deck.preview import preview_svg
from exports.deck.refresh import Refreshed, RefreshError, refresh
from exports.deck.template import Template, read_template

__all__ = [
    "Change",
    "Checked",
    "Pin",
    "RefreshError",
    "Refreshed",
    "SlidePlan",
    "Template",
    "TemplateError",
    "chart_slide",
    "deck",
    "plan",
    "preview_svg",
    "read_template",
    "refresh",
]
