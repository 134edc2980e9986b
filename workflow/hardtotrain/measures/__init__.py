"""What is recorded of a network before, during and after training.

Each measure is a module with its COLUMNS and a function that gives its rows for one replicate;
`recording.py` calls them at the epochs that the config asks for.
"""
