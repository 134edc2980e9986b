"""What is computed from networks as training left them, rather than from what it recorded."""
