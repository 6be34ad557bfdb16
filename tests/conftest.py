"""What all tests share."""

from hypothesis import settings

# The same examples in every run, so that a run on a slow machine fails for the same reasons as one on a fast machine.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
