"""The commands that the door opens to, one a file; each parses, delegates and prints."""
