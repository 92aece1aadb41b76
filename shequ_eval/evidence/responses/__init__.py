"""Knows how the answers of a survey are read, checked and stripped of names; estimates nothing."""
