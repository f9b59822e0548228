"""A browser that draws charts."""

from tests.browser import mermaid_page

__all__ = ["mermaid_page"]
