"""How the work on each installation ended, a file per format."""
