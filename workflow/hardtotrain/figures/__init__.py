"""Seaborn figures, one module each, and the catalogue that says which figure a study gets."""
