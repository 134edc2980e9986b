"""The data set on disk: IDX files, opened as training, validation and test examples."""
