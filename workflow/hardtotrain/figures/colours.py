"""The colours of the figures, which the report replaces by those of its theme."""

# Text, axes, grid and what lies behind them.
INK, QUIET, GRID, PAGE = "#1f2933", "#616e7c", "#d9dee3", "#fffefb"

# Okabe & Ito's colour-blind-safe palette, without the yellow that is too pale for lines.
PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

# From few layers to many: ever darker in the light theme, and told apart in both.
DEPTHS = ["#b98000", "#d8571c", "#c22f4e", "#9b348f", "#673fb3", "#24479f"]

# Of published values.
PUBLISHED_COLOUR = "#b3261e"
