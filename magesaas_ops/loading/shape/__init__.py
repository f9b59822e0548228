"""Whether plain values have the shape of an inventory, and what to say when they do not."""
