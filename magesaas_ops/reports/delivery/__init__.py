"""Renderers of ``delivery``."""
