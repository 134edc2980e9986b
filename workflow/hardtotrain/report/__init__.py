"""The report: its numbers, what they say, and the page."""
