"""Knows design-based estimates from a sample survey; knows no file and no questionnaire."""
