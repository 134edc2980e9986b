"""Seaborn figures, one module each, and the catalogue that says which figure a study gets."""

import os

# Before matplotlib is imported anywhere, as it reads these while it is imported: notebooks set a
# backend that exists only there, and a file of settings may be of any look or encoding.
os.environ["MPLBACKEND"] = "svg"
os.environ["MATPLOTLIBRC"] = os.devnull
