"""The actuarial core: credibility, scales, plan quality; chain, incentive, luck and edge effects of a policy."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_NAMES = {
    "Discount": "markov", "EdgeEffect": "edge_effects", "Incentive": "incentives", "Luck": "fortune",
    "Outcome": "severities", "PolicyChain": "policy_chain", "RiskCell": "cell", "Severity": "severities",
    "Simulate": "incentives", "chain": "policy_chain", "edge_effect": "edge_effects", "incentive": "incentives",
    "luck": "fortune", "severity": "severities",
}
__all__ = sorted(_NAMES)


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        found = getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
        globals()[name] = found
        return found
    if name in ("credibility", "edge_effects", "plan_quality", "scales"):
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; see {__name__}.__all__")


def __dir__() -> list[str]:
    return __all__


if TYPE_CHECKING:
    from ratefloat.actuarial.cell import RiskCell as RiskCell
    from ratefloat.actuarial.edge_effects import EdgeEffect as EdgeEffect
    from ratefloat.actuarial.edge_effects import edge_effect as edge_effect
    from ratefloat.actuarial.fortune import Luck as Luck
    from ratefloat.actuarial.fortune import luck as luck
    from ratefloat.actuarial.incentives import Incentive as Incentive
    from ratefloat.actuarial.incentives import Simulate as Simulate
    from ratefloat.actuarial.incentives import incentive as incentive
    from ratefloat.actuarial.markov import Discount as Discount
    from ratefloat.actuarial.policy_chain import PolicyChain as PolicyChain
    from ratefloat.actuarial.policy_chain import chain as chain
    from ratefloat.actuarial.severities import Outcome as Outcome
    from ratefloat.actuarial.severities import Severity as Severity
    from ratefloat.actuarial.severities import severity as severity
