"""The simulator: what a float rule does to injuries, to their reporting and to the fund."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_NAMES = {
    "Around": "mean_reversion",
    "Assumptions": "portfolio.assumptions",
    "Behaviour": "behaviour.behaviour",
    "Comparison": "results.comparison",
    "Effort": "engine.gather",
    "Family": "searching.family",
    "Hiding": "behaviour.hiding",
    "Inspection": "behaviour.inspection",
    "Nothing": "behaviour.behaviour",
    "Portfolio": "portfolio.portfolio",
    "Prevention": "behaviour.prevention",
    "PreventionMoney": "behaviour.money",
    "Projection": "results.projection",
    "Range": "behaviour.parameter",
    "RationalHiding": "behaviour.rational",
    "Run": "run",
    "Target": "results.target",
    "Terms": "terms",
    "Underdeclaration": "behaviour.underdeclaration",
    "backtest": "backtesting.backtest",
    "compare": "forward",
    "exact": "exact_law",
    "load": "results.load",
    "project": "forward",
    "reversion": "mean_reversion",
    "sample": "behaviour.sample",
    "search": "searching.search",
}
_ROOMS = ("evidence",)
__all__ = sorted((*_NAMES, *_ROOMS))


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        found = getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
        globals()[name] = found
        return found
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; see {__name__}.__all__")


def __dir__() -> list[str]:
    return __all__


if TYPE_CHECKING:
    from ratefloat.simulate import evidence as evidence
    from ratefloat.simulate.backtesting.backtest import backtest as backtest
    from ratefloat.simulate.behaviour.behaviour import Behaviour as Behaviour
    from ratefloat.simulate.behaviour.behaviour import Nothing as Nothing
    from ratefloat.simulate.behaviour.hiding import Hiding as Hiding
    from ratefloat.simulate.behaviour.inspection import Inspection as Inspection
    from ratefloat.simulate.behaviour.money import PreventionMoney as PreventionMoney
    from ratefloat.simulate.behaviour.parameter import Range as Range
    from ratefloat.simulate.behaviour.prevention import Prevention as Prevention
    from ratefloat.simulate.behaviour.rational import RationalHiding as RationalHiding
    from ratefloat.simulate.behaviour.sample import sample as sample
    from ratefloat.simulate.behaviour.underdeclaration import Underdeclaration as Underdeclaration
    from ratefloat.simulate.engine.gather import Effort as Effort
    from ratefloat.simulate.exact_law import exact as exact
    from ratefloat.simulate.forward import compare as compare
    from ratefloat.simulate.forward import project as project
    from ratefloat.simulate.mean_reversion import Around as Around
    from ratefloat.simulate.mean_reversion import reversion as reversion
    from ratefloat.simulate.portfolio.assumptions import Assumptions as Assumptions
    from ratefloat.simulate.portfolio.portfolio import Portfolio as Portfolio
    from ratefloat.simulate.results.comparison import Comparison as Comparison
    from ratefloat.simulate.results.load import load as load
    from ratefloat.simulate.results.projection import Projection as Projection
    from ratefloat.simulate.results.target import Target as Target
    from ratefloat.simulate.run import Run as Run
    from ratefloat.simulate.searching.family import Family as Family
    from ratefloat.simulate.searching.search import search as search
    from ratefloat.simulate.terms import Terms as Terms
