"""A report as DOCX, with Word's own styles, tables, captions and fields."""
