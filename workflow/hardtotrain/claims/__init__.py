"""Sets each claim of the note beside what was measured: statistic, rule, verdict."""
