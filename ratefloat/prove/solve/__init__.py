"""Balancing a policy on a book: off-balance, base factors, thresholds, and what each cap, floor and veto costs."""

from ratefloat.prove.solve.balance import Balance, BaseFactor, Goal, OffBalance, base_factor, off_balance
from ratefloat.prove.solve.costs import Cost, Costs, costs
from ratefloat.prove.solve.family import Scan, Solution, shifted, solve, threshold_shift
from ratefloat.prove.solve.without import without

__all__ = [
    "Balance", "BaseFactor", "Cost", "Costs", "Goal", "OffBalance", "Scan", "Solution", "base_factor", "costs",
    "off_balance", "shifted", "solve", "threshold_shift", "without",
]
