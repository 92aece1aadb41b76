"""Third-party evaluation of community-governance experiment zones, from coded facts to reports."""

__version__ = "0.1.0"
