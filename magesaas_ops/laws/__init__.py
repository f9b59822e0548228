"""Laws: pure functions over the nouns, for every floor above."""
