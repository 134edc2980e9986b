"""What names a row of the study's tables."""

NETWORK_KEY = ["experiment", "network"]
