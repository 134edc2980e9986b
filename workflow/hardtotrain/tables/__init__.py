"""From the CSVs of single networks to the tables that claims, figures and report read."""
