"""How results reach the disk: whole or not at all, the same bytes each time; computes none."""
