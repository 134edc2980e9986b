"""What the repository holds of what the code knows: `make schemas` writes it anew."""
