"""What words mean: indicators, zones, units, labels, standards, one report's parameters."""
