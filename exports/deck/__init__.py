"""Briefings as PowerPoint decks: built in our look or an organisation's own, and refreshed later from newer data."""

from exports.deck.build import deck
from exports.deck.hygiene import TemplateError
from exports.deck.plan import SlidePlan, plan
from exports.deck.template import Template, read_template

__all__ = ["SlidePlan", "Template", "TemplateError", "deck", "plan", "read_template"]
