"""Articles of laws that are known only in part, to be put into a frame: each brings its rule and what it reads.

>>> import ratefloat as rf
>>> from ratefloat.plans.parts import ningxia_certificates
>>> part = ningxia_certificates()
>>> part.rule.stage_after("factor"), sorted(part.indicators)
('factor', ['standardisation'])
"""

from ratefloat.plans.parts.beijing import beijing_safety_incentive
from ratefloat.plans.parts.ningxia import ningxia_certificates
from ratefloat.plans.parts.part import Part
from ratefloat.plans.parts.phase_reductions import PHASES, phase_reduction
from ratefloat.plans.parts.taizhou import taizhou_credit, taizhou_incidence, taizhou_standardisation
from ratefloat.plans.parts.tianjin import tianjin_high_incidence, tianjin_repeat_offender
from ratefloat.plans.parts.zhoushan import zhoushan_cut_and_floor

__all__ = [
    "PHASES", "Part", "beijing_safety_incentive", "ningxia_certificates", "phase_reduction", "taizhou_credit",
    "taizhou_incidence", "taizhou_standardisation", "tianjin_high_incidence", "tianjin_repeat_offender",
    "zhoushan_cut_and_floor",
]
