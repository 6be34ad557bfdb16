"""The same two pages in other frameworks, timed beside the dashboard in one browser and one run."""
