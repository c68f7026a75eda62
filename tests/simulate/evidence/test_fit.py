"""The joint fit: recovers what was put in, keeps studies out, tells what it cannot tell apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ratefloat.errors import DataError
from ratefloat.simulate.evidence import fit, studies


def made(elasticity: float, reporting: float) -> pd.DataFrame:
    """Many studies without error, kappa 1, of fatalities and of claims."""
    rho = np.linspace(0.1, 1.2, 12)
    rows = []
    for channel, share in (("fatalities", 0.0), ("claims", reporting)):
        effect = -elasticity * np.log1p(rho) / (1 - share)
        rows.append(pd.DataFrame({
            "id": [f"{channel} {place}" for place in range(12)], "channel": channel, "effect_low": effect,
            "effect_high": effect, "rho_low": rho, "rho_central": rho, "rho_high": rho, "rho_before": 0.0,
            "rho_how": "assumed", "fitted": True,
        }))
    return pd.concat(rows, ignore_index=True)


@pytest.mark.parametrize(("elasticity", "reporting"), [(0.4, 0.0), (0.6, 0.3), (1.0, 0.5)])
def test_it_finds_what_was_put_in(elasticity: float, reporting: float) -> None:
    found = fit(made(elasticity, reporting))
    low, _, high = found.interval("elasticity")
    assert low <= elasticity <= high
    assert found.interval("reporting")[1] == pytest.approx(reporting, abs=0.12)
    nearest = int(np.abs(found.kappas - 1).argmin())
    ridge = found.ridge
    near = ridge[ridge["kappa"] == found.kappas[nearest]].sort_values("likelihood").iloc[-1]
    assert near["elasticity"] == pytest.approx(elasticity * found.kappas[nearest], abs=0.12)


def test_the_weights_are_a_law_and_the_ranges_in_order() -> None:
    found = fit()
    assert found.weights.sum() == pytest.approx(1) and (found.weights >= 0).all()
    for axis in ("elasticity", "reporting", "kappa", "tau"):
        low, middle, high = found.interval(axis)
        assert low < middle < high
    with pytest.raises(DataError, match="'rho'; expected one of elasticity, reporting, kappa, tau"):
        found.interval("rho")


def test_elasticity_and_kappa_are_a_ridge() -> None:
    ridge = fit().ridge
    bare = ridge[ridge["reporting"] == 0].sort_values("kappa")
    assert bare["elasticity"].is_monotonic_increasing and bare["elasticity"].iloc[-1] > 3 * bare["elasticity"].iloc[0]
    assert bare["likelihood"].min() > 0.3
    one = ridge[ridge["kappa"] == ridge["kappa"].unique()[8]]
    assert one["elasticity"].iloc[0] >= one["elasticity"].iloc[-1]


def test_a_study_left_out_does_not_move_its_own_prediction() -> None:
    table = studies()
    moved = table.copy()
    moved.loc[moved["id"] == "koning_2009", ["effect_low", "effect_high"]] = -0.9
    column = ["held_out_low", "held_out", "held_out_high"]
    before, after = (fit(given).frame.set_index("id") for given in (table, moved))
    kept, changed = before.loc["koning_2009", column].tolist(), after.loc["koning_2009", column].tolist()
    assert kept == pytest.approx(changed)
    assert after.loc["koning_2009", "in_sample"] < before.loc["koning_2009", "in_sample"] - 0.02
    assert before.loc["koning_2009", "inside"] and not after.loc["koning_2009", "inside"]


def test_leaving_out_is_fitting_the_rest() -> None:
    table = studies()
    rest = fit(table[table["id"] != "lengagne_2018"])
    held = fit(table).frame.set_index("id").loc["lengagne_2018", ["elasticity_low", "elasticity", "elasticity_high"]]
    assert held.tolist() == pytest.approx(rest.interval("elasticity"))


def test_the_fitted_range_covers_what_the_simulator_takes() -> None:
    low, middle, high = fit().interval("elasticity")
    assert low < 0.4 < high and 0.3 < middle < 0.8
    assert "in-sample" in fit().text and "same studies" in fit().text


def test_too_little_is_refused() -> None:
    table = studies()
    with pytest.raises(DataError, match="fit: 1 studies; expected two or more"):
        fit(table[table["id"] == "koning_2009"])
    with pytest.raises(DataError, match="each with effect and rho"):
        fit(table.assign(fitted=table["id"].isin(["ruser_1985", "koning_2009"])))
