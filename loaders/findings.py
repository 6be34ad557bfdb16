"""What each rule says when it is broken: how grave it is, the sentence, and how to mend it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Entry(NamedTuple):
    """What the catalogue says of one rule; both texts may hold `{facts}` in braces."""

    severity: Severity
    message: str
    hint: str


CATALOGUE: dict[str, Entry] = {
    # Files
    "file_missing": Entry("error", "the file is missing", "Put {file} back, or take it out of datapackage.json."),
    "file_unlisted": Entry(
        "error",
        "datapackage.json does not list this file, so it is not read",
        "List {file} there, as the files beside it are, or move it out of the data.",
    ),
    "file_copy": Entry(
        "error",
        "the file is a copy of {other} by its name, and is not read",
        "Compare the two, keep what is right under the name {other}, and move the copy out of the data.",
    ),
    "file_kind": Entry("error", "the file is {what}, not a CSV file", "{suggestion}"),
    "other_table": Entry(
        "error", "the file is {other} by its columns, not {file}", "Put it there, or put the right file in its place."
    ),
    "published_file": Entry(
        "error",
        "the file is one of {who}, as it is published",
        "Read it with python -m loaders import, which makes rows of it and names their source.",
    ),
    "merge_marks": Entry(
        "error",
        "git could not decide between two versions: {first} as in {ours}, {second} as in {theirs}",
        "Keep what is right of both, and remove the lines {marks}.",
    ),
    "sep_line": Entry("warning", "the line that names the delimiter for Excel is read past", "Remove it."),
    "title_rows": Entry(
        "warning", "the header stands in line {line}; what stands above it is not read", "Remove the lines above it."
    ),
    "header_again": Entry(
        "warning", "the header stands here once more and is skipped", "Remove it: two files were put together."
    ),
    "file_is_directory": Entry(
        "error", "a folder stands where a file is expected", "Move the folder away and put the CSV file in its place."
    ),
    "file_unreadable": Entry("error", "the file cannot be opened: {reason}", "Check who may read the file."),
    "file_empty": Entry("error", "the file is empty", "Write the header line with the columns {columns}."),
    "package_unusable": Entry("error", "{reason}", "{suggestion}"),
    "file_shrank": Entry(
        "error",
        "the file has {now}, and the version on screen has {before}: at most {allowed} may go at once",
        "Save or copy {file} whole again. If the rows were meant to go, accept the loss on Data health, or with "
        "python -m loaders accept.",
    ),
    "file_cut": Entry(
        "error",
        "the file ends in the middle of a row: {reason}",
        "It was not written or copied to its end: save or copy {file} whole again. If the row is whole, end its line.",
    ),
    "reading_failed": Entry(
        "error",
        "reading it fails in a way that no check foresees ({reason})",
        "Take back the last change of {file}; the server's log has the whole story.",
    ),
    "boundaries": Entry(
        "error",
        "the boundaries of the maps cannot be used: the file {reason}",
        "Put the last good {file} back; geo/README.md says how it is made.",
    ),
    "folder_unreadable": Entry(
        "error",
        "the folder of the data cannot be opened: {reason}",
        "Mount or restore the folder, and check who may read it.",
    ),
    "files_changing": Entry(
        "error",
        "the files change while they are read",
        "Wait until they are copied, then they are read.",
    ),
    "encoding_unknown": Entry(
        "error",
        "the file is not text in a known encoding: {reason}",
        "Save it as CSV UTF-8; a workbook (.xlsx) has to be exported, not renamed.",
    ),
    "encoding_unclear": Entry(
        "error",
        "the file is not UTF-8, and its letters fit {names}, so they are not guessed",
        "Save it as CSV UTF-8 with the program that wrote it.",
    ),
    "encoding": Entry(
        "warning",
        "the file is in {encoding}, not UTF-8; it is read as that",
        "Save it as CSV UTF-8 and look at names with accents or Arabic letters first.",
    ),
    "delimiter": Entry(
        "warning", "the columns are parted by {delimiter}, not by commas", "Save it as CSV with commas between columns."
    ),
    # Header
    "header_missing": Entry("error", "the first line does not name the columns", "The first line must read {columns}."),
    "column_missing": Entry("error", "the column {column} is missing", "Add it to the header: {description}"),
    "column_unknown": Entry("error", "the column {value!r} is not known and is not read", "{suggestion}"),
    "column_twice": Entry(
        "error", "the column {column} stands in the header more than once", "Keep one and remove the other."
    ),
    "column_name": Entry("warning", "the column {value!r} is read as {column}", "Write {column} in the header."),
    "column_order": Entry(
        "warning", "the columns stand in another order; they are read by their names", "The order is {columns}."
    ),
    "header_trailing": Entry(
        "warning", "the header ends with {count} empty columns, which are not read", "Remove the commas at the end."
    ),
    "hxl_row": Entry("warning", "the row of HXL tags is skipped", "Remove it from the file that is kept here."),
    # Rows
    "row_empty": Entry("warning", "the line is empty and is skipped", "Remove it."),
    "row_short": Entry(
        "error", "the row has {count} cells instead of {expected}", "Empty cells need their commas too."
    ),
    "row_long": Entry("error", "the row has {count} cells instead of {expected}", "{suggestion}"),
    "row_trailing": Entry(
        "warning", "the row ends with {count} commas too many, which are not read", "Remove the commas at the end."
    ),
    "quote_open": Entry(
        "error",
        "a quotation mark is opened here and not closed in the row",
        'Close it; a quotation mark inside quoted text is written twice ("").',
    ),
    "row_unreadable": Entry("error", "the row cannot be read: {reason}", "Look for a quotation mark too many."),
    "control_character": Entry(
        "error", "the cell holds an invisible control character ({character})", "Type the cell again."
    ),
    # Cells
    "spreadsheet_error": Entry(
        "error", "{value!r} is what a spreadsheet writes where it has no value to show", "{suggestion}"
    ),
    "formula": Entry("error", "{value!r} is a formula, which a spreadsheet would run", "{suggestion}"),
    "garbled": Entry("error", "letters of {value!r} were lost or spoilt when the file was saved", "{suggestion}"),
    "made_a_date": Entry(
        "error",
        "{value!r} is a date that a spreadsheet made of something else",
        "Format the column as text and enter what the source has: 3-4 may have stood here.",
    ),
    "spaces": Entry("warning", "spaces around the value are not read", "Write {clean!r}."),
    "required": Entry("error", "{column} must not be empty", "{description}"),
    "enum": Entry("error", "{value!r} is not a value of {column}", "{suggestion}"),
    "synonym": Entry("warning", "{value!r} is read as {clean!r}", "Write {clean!r} in new rows."),
    "pattern": Entry("error", "{value!r} is not in the form that {column} needs", "{description}"),
    "number": Entry("error", "{value!r} is not a number", "{suggestion}"),
    "number_ambiguous": Entry("error", "{value!r} can be read as two numbers", "{suggestion}"),
    "number_grouped": Entry("warning", "{value!r} is read as {clean}", "Write {clean}, without separators."),
    "digits": Entry("warning", "{value!r} is read as {clean}", "Write it with the digits 0 to 9: {clean}."),
    "integer": Entry("error", "{value!r} is not a whole number", "Write a whole number such as 3."),
    "date": Entry("error", "{value!r} is not a date of the form YYYY-MM-DD", "{suggestion}"),
    "minimum": Entry("error", "{value!r} is less than {limit}", "{description}"),
    "maximum": Entry("error", "{value!r} is more than {limit}", "{description}"),
    # Keys
    "duplicate_key": Entry(
        "error", "{value!r} stands in line {first} already", "Give the row another key, or remove one of the two."
    ),
    "foreign_key": Entry("error", "{value!r} is not in {table}", "{suggestion}"),
    "foreign_table": Entry(
        "error", "{count} rows are refused because {table} holds no rows to look them up in", "Mend {table} first."
    ),
    # Rules of the domain
    "theme": Entry(
        "error", "{value!r} is an indicator of the theme {theme}", "Move the row to observations/{theme}.csv."
    ),
    "duplicate": Entry("error", "the row says the same as line {first}", "Remove one of the two."),
    "said_twice": Entry(
        "warning",
        "the same source gives {other} for this figure in line {first}",
        "Look which of the two it says; where it relays two speakers, say so in the notes and acknowledge it.",
    ),
    "stock_start": Entry("error", "{indicator} is a stock, which has no start", "Leave period_start empty."),
    "flow_dates": Entry("error", "{indicator} is a flow, which needs both dates", "Write the first day of the period."),
    "date_order": Entry("error", "{value} comes before the start, {start}", "Swap the dates, or mend one of them."),
    "ahead_of_today": Entry(
        "error",
        "{value} lies after today ({today})",
        "Check the year. A plan or target is entered under an indicator of plans.",
    ),
    "precision_end": Entry(
        "error", "{value} is not the last day of a {precision}", "Write the last day, or give the precision as day."
    ),
    "range_bounds": Entry(
        "error",
        "low and high belong together, and to the qualifier range",
        "Fill both with the qualifier range, or leave both empty with another qualifier.",
    ),
    "range_order": Entry(
        "error", "{value} does not lie between low {low} and high {high}", "value is the midpoint, (low + high) / 2."
    ),
    "scope_of_kind": Entry(
        "error",
        "scope and preferred belong to flows, and {indicator} is a {kind}",
        "A flow needs both (event and yes is usual); a stock or running total has neither.",
    ),
    "event_scope": Entry(
        "error", "an event is named, but the scope is {scope}", "Use event or alternative_count, or remove the event."
    ),
    "preferred_unique": Entry(
        "error",
        "line {first} is already the preferred count of {event} for this origin and group",
        "Keep yes on the count to use; give the other no and the scope alternative_count.",
    ),
    "alternative_preferred": Entry(
        "error",
        "an alternative count is marked as the one to use",
        "Write no in preferred: the count to use has the scope of the flow itself.",
    ),
    "households_unit": Entry(
        "error", "{indicator} counts {unit}, not households", "Use the group total, or another indicator."
    ),
    "percent_limit": Entry("error", "{value} percent is more than {limit}", "Check the figure and the indicator."),
    "part_exceeds_total": Entry(
        "warning",
        "{value} is more than its total, {total} in {where}",
        "Check both figures and what they count; the source is the same.",
    ),
    "jump": Entry(
        "warning",
        "{value} is {times} times its neighbours in the series, {before} and {after}, where {limit} times is far",
        "Look for a digit too many or too few, or another unit.",
    ),
    "published_early": Entry(
        "warning",
        "the source was published on {published}, before the day or period of the figure",
        "Check the year of the figure and the date in sources.csv.",
    ),
    "whole_number": Entry("warning", "{value} {unit} is not a whole number", "Check the figure."),
    "both_or_neither": Entry("error", "{columns} belong together", "Fill both or leave both empty."),
    "exactly_one": Entry(
        "error",
        "of {columns} exactly one is filled, and here it is {filled}",
        "Fill the one that is meant, and leave the other empty.",
    ),
    "point_in_country": Entry(
        "warning", "the point {value} lies {kilometres} km outside {country}, which the place names", "{suggestion}"
    ),
    "point_near_parent": Entry(
        "warning",
        "the point {value} lies {kilometres} km from {parent}, which the place lies in",
        "Look for a digit too many or too few in lat and lon, or another parent.",
    ),
    "role_of_kind": Entry("error", "{value!r} is not a role of a {kind}", "Roles of a {kind}: {roles}."),
    "lane_of_category": Entry("warning", "{value!r} is not a lane of {category} events", "{suggestion}"),
    "no_cycle": Entry("error", "{value!r} contains itself: {path}", "Break the circle at one of its rows."),
    "precision_matches": Entry(
        "error",
        "{value!r} is not a date to the {precision}",
        "Write 2024-08-17, 2024-08 or 2024 with day, month, year.",
    ),
    "listed_keys": Entry("error", "{value!r} is not in {table}", "{suggestion}"),
    "names_observation": Entry(
        "error", "no observation is described by this row", "Copy the six columns from the row that is meant."
    ),
    "names_event": Entry("error", "no event of that date is titled {value!r}", "Copy date and title from events.csv."),
    "ends_series": Entry(
        "error", "no observation belongs to this series of {value}", "Copy the series from a row; * is any value."
    ),
    "briefing_parts": Entry(
        "error", "{what}", "Write one row title and one row answers, then a row a slide with the name of its chart."
    ),
    # Found where the charts are known
    "briefing_name": Entry(
        "error", "the name of the file is not in the form that a briefing needs", "Name it like weekly-brief.csv."
    ),
    "briefing_chart": Entry("error", "no chart is named {value!r}", "{suggestion}"),
    "briefing_filter": Entry("error", "{value!r} is not a filter of {chart}", "{suggestion}"),
    "briefing_choice": Entry("error", "{value!r} is not a choice of {chart}", "{suggestion}"),
    "not_ahead": Entry(
        "error", "{value} lies after today ({today})", "Check the year: only what has happened is entered."
    ),
    "correction": Entry("error", "the correction is not applied: {reason}", "{suggestion}"),
    "acknowledged_nothing": Entry(
        "warning",
        "the acknowledgement covers nothing: no such warning stands in {path}",
        "Remove the row, or copy finding, row and value from the warning that is meant.",
    ),
    "acknowledged_lapsed": Entry(
        "warning",
        "the acknowledgement of {row} in {path} has lapsed",
        "Look into it again: mend the row, or give a later date.",
    ),
    # Rules of single themes
    "batch_number": Entry(
        "error",
        "{value!r} begins as a numbered event of {indicator} and has no number",
        "Write {start}-34, or {start}-34-a where one number names two movements; begin the key of an event without a "
        "number otherwise.",
    ),
    "batch_series": Entry("warning", "{value!r} {what}", "{suggestion}"),
    "batch_order": Entry(
        "warning", "{event} left on {value}, before {other} on {when}", "Check the date and the number of the batch."
    ),
    "origins_sum": Entry(
        "warning", "{parts} add up to {sum}, and the total of the same source and date is {total}", "Check the parts."
    ),
    "members_listed": Entry(
        "warning", "{value} members, but members.csv lists {listed} that had joined", "Check both figures."
    ),
    "total_falls": Entry(
        "warning",
        "{value} is less than {before} on {when}, and a running total cannot fall",
        "Check the figures, or whether they count from different starts.",
    ),
    "household_size": Entry(
        "warning", "{value} persons is not {households} households x {sizes}", "Check both rows of the round."
    ),
    "currency_suffix": Entry(
        "error", "{indicator} is in {unit}, which its name does not say", "Use the indicator of the currency stated."
    ),
    "share_agrees": Entry(
        "warning", "{value} percent, but {part} of {whole} is {share}", "Check all three figures of the source."
    ),
    "parts_of_count": Entry(
        "warning", "{value} is more than the {total} of {whole} that contain it", "Check both figures of the source."
    ),
    "groups_sum": Entry(
        "warning", "{parts} add up to {sum}, and the total of the same event and source is {total}", "Check the parts."
    ),
}
