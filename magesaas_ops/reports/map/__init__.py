"""The fleet as one page."""
