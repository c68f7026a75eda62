"""ratefloat: experience-rated floating of work-injury premiums.

Public names load on first use, so that `import ratefloat` is fast.

>>> import ratefloat as rf
>>> rf.load_plan("cn-shenyang-2020").title.zh
'沈阳市工伤保险浮动费率（2020年）'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_RULES = (
    "add_points", "at_least", "at_most", "bands", "base_rate", "blend", "cap_by_class", "credibility",
    "escalate_class", "first_of", "flat_surcharge", "floor_by_class", "floor_rate", "grid", "highest_of", "hole",
    "indicator", "ladder", "lowest_of", "move", "move_limit", "no_decrease", "no_increase", "one_of",
    "only_first_step_down", "per_points", "phase_cut", "points_ladder", "privilege", "protected_part", "rate_ladder",
    "round_to", "set_to", "start_from_base", "start_from_prior", "stay_on_ladder", "sum_of", "supplied", "times",
    "window", "yuan",
)
_HISTORY = (
    "Book", "accident_deaths", "accident_degree", "adjusted_ratio", "amount", "benefits", "cases", "category", "count",
    "deaths_in_one_accident", "flag", "frequency", "fund_months", "greatest", "head_months", "insured_months", "least",
    "level", "payroll", "premium", "ratio", "relative", "streak", "trend", "years_since", "years_with",
)
_NAMES = {
    **dict.fromkeys(_RULES, "ratefloat.rules"),
    **dict.fromkeys(_HISTORY, "ratefloat.history"),
    "FloatPolicy": "ratefloat.policy.document",
    "Example": "ratefloat.policy.annex",
    "Reading": "ratefloat.policy.annex",
    "Days": "ratefloat.policy.annex",
    "Window": "ratefloat.periods",
    "Review": "ratefloat.periods",
    "Period": "ratefloat.periods",
    "BaseRateTable": "ratefloat.tables.base_rates",
    "rate": "ratefloat.policy.rate",
    "rate_frame": "ratefloat.policy.wide",
    "Rating": "ratefloat.policy.rating",
    "Decision": "ratefloat.policy.decision",
    "load_plan": "ratefloat.plans",
    "plans": "ratefloat.plans",
    "diagnose": "ratefloat.policy.diagnose",
    "dislocation": "ratefloat.prove.dislocation",
    "RatefloatError": "ratefloat.errors",
    "DefinitionError": "ratefloat.errors",
    "DataError": "ratefloat.errors",
    "UncoveredError": "ratefloat.errors",
    "ConflictError": "ratefloat.errors",
}
__all__ = sorted(_NAMES)


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        found = getattr(import_module(_NAMES[name]), name)
        globals()[name] = found
        return found
    if name in ("actuarial", "atlas", "history", "prove", "rules", "tables", "testing", "simulate"):
        return import_module(f"ratefloat.{name}")
    raise AttributeError(f"module 'ratefloat' has no attribute {name!r}; see ratefloat.__all__")


def __dir__() -> list[str]:
    return __all__


if TYPE_CHECKING:
    from ratefloat.errors import ConflictError as ConflictError
