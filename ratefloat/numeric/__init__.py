"""Exact numerics on int64 columns: comparing ratios, multiplying by rates, rounding, splitting, summing."""

from ratefloat.numeric.compare import count_cuts, ratio_above, ratio_at_least
from ratefloat.numeric.rounding import ROUNDING_MODES, divide_rounded, round_fraction
from ratefloat.numeric.shares import largest_remainder, split_largest_remainder
from ratefloat.numeric.wide import exact_sum, multiply_divide, multiply_divide_by

__all__ = [
    "ROUNDING_MODES",
    "count_cuts",
    "divide_rounded",
    "exact_sum",
    "largest_remainder",
    "multiply_divide",
    "multiply_divide_by",
    "ratio_above",
    "ratio_at_least",
    "round_fraction",
    "split_largest_remainder",
]
