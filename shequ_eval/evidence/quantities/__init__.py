"""Knows every figure of a Chinese policy text, with its bounds, unit, base and role."""

from shequ_eval.evidence.quantities.extraction import find_quantities
from shequ_eval.evidence.quantities.quantity import Base, Quantity, Role

__all__ = ["Base", "Quantity", "Role", "find_quantities"]
