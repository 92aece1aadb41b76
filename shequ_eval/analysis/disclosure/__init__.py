"""Knows which figures would tell on a few people, and what must be withheld with them."""
