"""Get the data set, check it and open it."""
