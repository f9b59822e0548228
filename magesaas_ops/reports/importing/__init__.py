"""What an import saw and wrote, a file per format."""
