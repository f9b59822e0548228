"""A browser that draws charts."""

from tests.browser import chromium, mermaid_page

__all__ = ["chromium", "mermaid_page"]
