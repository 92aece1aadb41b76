"""Knows how places are drawn: with boundaries where they may be shown, as equal tiles elsewhere."""
