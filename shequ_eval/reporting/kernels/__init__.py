"""How notebooks are executed and what of them is kept: kernels, warm or new; no report."""
