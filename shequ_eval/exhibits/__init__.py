"""Things people read: tables, figures and sentences, each with the data behind it."""
