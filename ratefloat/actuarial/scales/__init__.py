"""Bonus-malus theory: the chain of a premium scale, its measures, relativities, and the hunger for bonus."""

from ratefloat.actuarial.scales.chain import Chain
from ratefloat.actuarial.scales.hunger import Cost, ExponentialCost, OutcomeCost, Retention, optimal_retention
from ratefloat.actuarial.scales.markov import (
    present_values,
    stationary_law,
    stationary_slope,
    transient_laws,
)
from ratefloat.actuarial.scales.relativities import (
    Portfolio,
    balanced_relativities,
    gamma_portfolio,
    level_shares,
    linear_relativities,
    norberg_relativities,
    rate_weighted_relativities,
)
from ratefloat.actuarial.scales.scale import (
    Scale,
    moves_to_top,
    poisson_claims,
    steps_up,
    transition_by_claims,
    transition_by_level,
)
from ratefloat.actuarial.scales.systems import System, load_system, systems

__all__ = [
    "Chain",
    "Cost",
    "ExponentialCost",
    "OutcomeCost",
    "Portfolio",
    "Retention",
    "Scale",
    "System",
    "balanced_relativities",
    "gamma_portfolio",
    "level_shares",
    "linear_relativities",
    "load_system",
    "moves_to_top",
    "norberg_relativities",
    "optimal_retention",
    "poisson_claims",
    "present_values",
    "rate_weighted_relativities",
    "stationary_law",
    "stationary_slope",
    "steps_up",
    "systems",
    "transient_laws",
    "transition_by_claims",
    "transition_by_level",
]
