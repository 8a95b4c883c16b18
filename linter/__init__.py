"""jixiao: a linter for submissions, structured documents that one organisation fills in and another checks."""

__version__ = "0.1.0"
