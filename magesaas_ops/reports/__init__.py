"""Turning what was found, compared, planned and done into text: a folder per report, a file per format."""
