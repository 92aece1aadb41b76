"""How surveys are read from disk and their tables written; estimates nothing itself."""
