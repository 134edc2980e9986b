"""What the textbook and the papers say a gradient must do, computed in float64 and on its own."""
