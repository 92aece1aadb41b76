"""A report as a tree of blocks, made from an executed notebook; every format is written from it."""
