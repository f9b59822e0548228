"""Findings in each format, wherever they are part of a report."""
