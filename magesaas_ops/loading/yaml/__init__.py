"""Bytes → plain values that know their places, bounded and without surprises."""
