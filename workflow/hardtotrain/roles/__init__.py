"""What an experiment is for, as its settings tell; without numpy, as planning needs it too."""
