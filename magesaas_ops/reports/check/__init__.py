"""What ``check`` found, a file per format."""
