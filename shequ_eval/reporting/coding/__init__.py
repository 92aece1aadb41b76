"""How documents become rows of the data by way of coders' sheets; decides nothing for a coder."""
