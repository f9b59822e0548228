"""What the registry has beside what is declared, a file per format."""
