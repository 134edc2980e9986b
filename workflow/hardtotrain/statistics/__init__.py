"""Intervals, tests and measures of effect, of plain numbers: they know nothing of networks."""
