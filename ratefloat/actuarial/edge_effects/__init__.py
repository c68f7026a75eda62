"""Regression discontinuity at the edges of a policy's bands: what one step more does to injuries.

`edge_effect` reads a book; `discontinuity`, `mean_jump`, `choose_bandwidth` and `bunching` work on plain columns.
"""

from ratefloat.actuarial.edge_effects.bandwidth import choose_bandwidth
from ratefloat.actuarial.edge_effects.bunching import Bunching, bunching
from ratefloat.actuarial.edge_effects.discontinuity import discontinuity, mean_jump
from ratefloat.actuarial.edge_effects.effect import EdgeEffect, edge_effect
from ratefloat.actuarial.edge_effects.jump import Jump, pooled
from ratefloat.actuarial.edge_effects.places import Places

__all__ = [
    "Bunching", "EdgeEffect", "Jump", "Places", "bunching", "choose_bandwidth", "discontinuity", "edge_effect",
    "mean_jump", "pooled",
]
