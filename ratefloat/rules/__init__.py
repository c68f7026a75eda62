"""The vocabulary of float rules: one kind or family a file, named in the law's word."""

from ratefloat.rules.bands import bands
from ratefloat.rules.base_rate import base_rate
from ratefloat.rules.bounds import at_least, at_most
from ratefloat.rules.cases import first_of, one_of
from ratefloat.rules.combine import blend, highest_of, lowest_of, sum_of
from ratefloat.rules.conditions import indicator
from ratefloat.rules.credibility import credibility
from ratefloat.rules.escalate_class import escalate_class
from ratefloat.rules.flat_surcharge import flat_surcharge
from ratefloat.rules.floors import cap_by_class, floor_by_class, floor_rate
from ratefloat.rules.grid import grid
from ratefloat.rules.ladder import ladder, points_ladder, rate_ladder, stay_on_ladder
from ratefloat.rules.move import move
from ratefloat.rules.move_limit import move_limit
from ratefloat.rules.operand import hole, window, yuan
from ratefloat.rules.per_points import per_points
from ratefloat.rules.phase_cut import phase_cut
from ratefloat.rules.points import add_points
from ratefloat.rules.privilege import privilege
from ratefloat.rules.protected_part import protected_part
from ratefloat.rules.rounding import round_to
from ratefloat.rules.set_to import set_to
from ratefloat.rules.start import start_from_base, start_from_prior
from ratefloat.rules.supplied import supplied
from ratefloat.rules.times import times
from ratefloat.rules.veto import no_decrease, no_increase, only_first_step_down

__all__ = [
    "add_points", "at_least", "at_most", "bands", "base_rate", "blend", "cap_by_class", "credibility", "escalate_class",
    "first_of", "flat_surcharge", "floor_by_class", "floor_rate", "grid", "highest_of", "hole", "indicator", "ladder",
    "lowest_of", "move", "move_limit", "no_decrease", "no_increase", "one_of", "only_first_step_down",
    "per_points", "phase_cut", "points_ladder", "privilege", "protected_part", "rate_ladder", "round_to", "set_to",
    "start_from_base", "start_from_prior", "stay_on_ladder", "sum_of", "supplied", "times", "window", "yuan",
]
