"""How many reports are run, decided on, verified and compared; what is in one lies elsewhere."""
