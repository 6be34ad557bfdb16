"""A briefing as a written note: a Word document of one to two pages."""
