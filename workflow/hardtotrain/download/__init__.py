"""Gets the files of a data set from the first source that has the right ones."""
