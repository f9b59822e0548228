"""Who writes what where, a file per format."""
