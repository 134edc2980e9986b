"""Gathers the numbers of the report from the tables of the study, part by part."""
