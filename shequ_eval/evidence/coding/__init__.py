"""Knows what a coding sheet holds, suggests, and says when it comes back; writes nothing."""
