"""What a report says it was made from and of, written and read back; makes no report."""
