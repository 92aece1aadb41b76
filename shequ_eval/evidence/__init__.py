"""What sources say: coded facts in, tidy tables and findings out; nothing is repaired."""
