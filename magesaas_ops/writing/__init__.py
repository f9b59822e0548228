"""The model → inventory files: what is written by hand stays as it is, byte for byte."""
