"""What a change of the inventory means, a file per format."""
