"""The study as the user describes it: typed models, their errors, and the networks they mean."""
