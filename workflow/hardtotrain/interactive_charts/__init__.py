"""Interactive charts, one module each, and the catalogue of them; they stand over the figures."""
