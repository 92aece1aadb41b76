"""A report as PDF, set by typst from its wheel."""
