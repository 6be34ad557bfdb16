"""Questions asked of the tidy frames of a ledger: select, choose a headline, sum, compare, put into words.

Nothing here reads files or draws; every function takes frames and returns frames, figures or text.
"""

from analysis.breaks import breaks
from analysis.change import Change, change_since, newest_publication
from analysis.disputes import comparisons, disputes, statements
from analysis.headline import NEAR_DAYS, RULE, headline, latest, lead_choices, lead_text, series, with_lead
from analysis.hedge import Figure, add, figure_of
from analysis.pace.flows import Population, populations
from analysis.pace.measured import Method
from analysis.pace.outlook import pace
from analysis.pace.results import Pace
from analysis.select import select
from analysis.since import Since, since
from analysis.standing import Standing, standing
from analysis.totals import NotSummable, by_period, countable, reported_sum, total, whole_of
from analysis.vintage import as_known_on, known_dates
from analysis.words import date_text, figure_text, join_words, number_text, unit_text

__all__ = [
    "NEAR_DAYS",
    "RULE",
    "Change",
    "Figure",
    "Method",
    "NotSummable",
    "Pace",
    "Population",
    "Since",
    "Standing",
    "add",
    "as_known_on",
    "breaks",
    "by_period",
    "change_since",
    "comparisons",
    "countable",
    "date_text",
    "disputes",
    "figure_of",
    "figure_text",
    "headline",
    "join_words",
    "known_dates",
    "latest",
    "lead_choices",
    "lead_text",
    "newest_publication",
    "number_text",
    "pace",
    "populations",
    "reported_sum",
    "select",
    "series",
    "since",
    "standing",
    "statements",
    "total",
    "unit_text",
    "whole_of",
    "with_lead",
]
