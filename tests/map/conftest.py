"""Maps drawn by the verb itself, in a real browser."""

from tests.browser import chromium, visiting

__all__ = ["chromium", "visiting"]
