"""Numbers from tables: a table in, a new table out; touches no disk."""
