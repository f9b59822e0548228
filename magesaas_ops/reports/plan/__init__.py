"""What would be done, or was done, on the hosts, a file per format."""
