"""Rules as their readers see them, a file per format."""
