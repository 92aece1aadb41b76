"""What the PDF and the DOCX of a report have in common: cover, annexes, widths of tables."""
