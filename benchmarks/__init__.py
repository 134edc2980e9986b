"""What a training step costs, beside other ways to compute the same; see README.md."""
