"""Comments on pull requests: escaping, and fitting into the room that there is."""
