"""What the literature saw against what the behaviour says: bands to fall into, not points to match."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.evidence.fit import fit
from ratefloat.simulate.evidence.patterns import NETHERLANDS_RHO, by_size, notices, ontario
from ratefloat.simulate.evidence.setting import answer, drawn, setting
from ratefloat.simulate.evidence.studies import studies

if TYPE_CHECKING:
    import pandas as pd

SHAPES = (1.0, 2.5, 6.0)
"""Gamma shape of employers' risk within a class: low, central, high."""
_BUILT = "by construction"
_IN = "in-sample"


@dataclass(frozen=True)
class _Band:
    """A predicted range against an observed one."""

    name: str
    says: str
    predicted: tuple[float, float, float]
    observed: tuple[float, float]
    label: str

    @property
    def row(self) -> dict[str, object]:
        low, central, high = self.predicted
        least, most = self.observed
        result = "inside" if least <= central <= most else "reached" if low <= most and least <= high else "missed"
        return {
            "check": self.name, "says": self.says, "low": low, "central": central, "high": high,
            "observed_low": least, "observed_high": most, "result": result, "label": self.label,
        }


def checks(*, sets: int = 256, seed: int = 7) -> pd.DataFrame:
    """Each known effect or pattern against the simulator's own ranges.

    `low` and `high` are 5 and 95 % points over a joint sample of the parameters, effects as change of the log
    frequency; observed effects of the Netherlands are given two points of a percent to either side. `result`:
    "inside" if the central prediction lies in the observed band, "reached" if the range does, else "missed"; for
    patterns "holds" or "fails". `label`: "in-sample" where the study is among those from which the ranges were made,
    "by construction" where nothing else could come out, "held-out" where the study was not used: there `fit`
    predicts each study from the other ones.

    >>> set(checks(sets=16)["label"]) == {"in-sample", "held-out", "by construction"}
    True
    """
    import pandas as pd

    bands = [*_effects(sets, seed), *_left_out()]
    return pd.DataFrame([*(band.row for band in bands), *_patterns()])


def _effects(sets: int, seed: int) -> list[_Band]:
    table = studies().set_index("id")
    seen = dict(zip(table.index, zip(table["effect_low"], table["effect_high"], strict=True), strict=True))
    degree, before = table["rho_central"].to_dict(), float(table["rho_before"]["lengagne_2018"])

    def over(effect: Callable[[Mapping[str, float]], float]) -> tuple[float, float, float]:
        found = [effect(values) for values in drawn(Prevention(), sets=sets, seed=seed)]
        low, high = np.quantile(found, [0.05, 0.95])
        return float(low), effect(Prevention().central()), float(high)

    def full(rho: float, before: float = 0.0) -> tuple[float, float, float]:
        return over(lambda values: float(answer(Prevention(), setting(rho, before=before), values).target[0, 0]))

    california, france = degree["neuhauser_2012_california"], degree["lengagne_2018"]
    return [
        _Band(
            "California threshold", f"fall at the plan's own rho {california:.2f}", full(california),
            seen["neuhauser_2012_california"], _IN,
        ),
        _Band(
            "Netherlands removal", "inflow two years after the end of rating: +7 %", over(_removal),
            (log(1.05), log(1.09)), _IN,
        ),
        _Band(
            "Netherlands after notice", "-15 % after a dearer premium, few aware before", over(_after_notice),
            (log(0.83), log(0.87)), _IN,
        ),
        _Band(
            "France +10 points", "fall for ten points more of individual rating",
            full(before + france, before), seen["lengagne_2018"], _IN,
        ),
        _Band(
            "Ontario fatalities 1984", "flat to rated: -25 to -40 %", full(degree["bruce_atkins_1993"]),
            seen["bruce_atkins_1993"], _IN,
        ),
        _Band(
            "Ontario 25th percentile", "share of cases gone if all firms were as the best quarter: at most 42 %",
            _dispersion(), (0.0, 0.42), _IN,
        ),
    ]


def _left_out() -> list[_Band]:
    """Each fitted study, predicted from the others."""
    fitted = fit()
    seen = fitted.table[["effect_low", "effect_high"]].itertuples(index=False, name=None)
    return [
        _Band(
            str(row["id"]), "effect predicted from the other studies",
            (float(row["held_out_low"]), float(row["held_out"]), float(row["held_out_high"])), (low, high), "held-out",
        )
        for row, (low, high) in zip(fitted.frame.to_dict("records"), seen, strict=True)
    ]


def _patterns() -> list[dict[str, object]]:
    path, kinds, size = notices().set_index("year"), ontario().set_index("answer"), by_size()
    first, last = path.loc[:4], path.loc[8:]
    recording, prevention = kinds.loc["recording"], kinds.loc["prevention"]
    shares = (size["linear"] / (1 + size["linear"])).to_numpy()
    return [
        _pattern("Refund or window", "a refund acts faster, a window longer", bool(
            (first["same year"] < first["window"]).all() and (last["window"] < last["same year"]).all()
        ), _BUILT),
        _pattern("Ontario 2012", "recording alone: lost time down, no lost time up, total flat", bool(
            recording["lost time"] < 0 < recording["no lost time"] and abs(recording["total"]) < 1e-12
        ), _BUILT),
        _pattern("Ontario 2004", "prevention alone: all kinds down", bool((prevention < 0).all()), _BUILT),
        _pattern(
            "Ruser gradient", "dearer benefits raise injuries less in large firms: the employer's own answer, "
            "-elasticity x rho / (kappa + rho), grows with size under a linear plan",
            bool((np.diff(shares) > 0).all()), "held-out",
        ),
    ]


def _pattern(name: str, says: str, holds: bool, label: str) -> dict[str, object]:
    return {"check": name, "says": says, "result": "holds" if holds else "fails", "label": label}


def _removal(values: Mapping[str, float]) -> float:
    found = answer(Prevention(), setting(0.0, before=NETHERLANDS_RHO), values)
    return float(found.target[0, 0]) * (1 - (1 - found.speed) ** 2)


def _after_notice(values: Mapping[str, float]) -> float:
    few = {**values, "prevention.aware": 0.1}
    found = answer(Prevention(), setting(NETHERLANDS_RHO, relative=(1.0, 1.5)), few)
    return float(found.aware * (found.target[0, 1] - found.target[0, 0]) + (1 - found.aware) * found.unaware[0, 1])


def _dispersion() -> tuple[float, float, float]:
    from scipy.special import gammaincinv

    low, central, high = sorted(1 - float(gammaincinv(shape, 0.25)) / shape for shape in SHAPES)
    return low, central, high
