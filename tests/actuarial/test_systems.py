from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ratefloat.actuarial.scales import load_system, moves_to_top, steps_up, systems
from ratefloat.errors import UncoveredError

R: dict[str, Any] = json.loads(Path(__file__).with_name("scales_reference.json").read_text())["systems"]
NAMES = {
    "belgium-1971": "belgium_1971",
    "belgium-1992": "belgium_1992",
    "brazil": "brazil",
    "italy-1991": "italy_new_1991",
    "japan": "japan",
    "kenya": "kenya",
    "malaysia": "malaysia",
    "plus2-6": "neg1_plus2_6",
    "spain": "spain",
    "switzerland-new": "switzerland_new",
    "switzerland-old": "switzerland_old",
    "top-6": "neg1_top_6",
}
# Mean level, relative stationary level, coefficient of variation and elasticity at a rate of 0.10.
AT_TENTH = {
    "belgium-1992": (58.654, 0.0319, 0.190, 0.2148),
    "belgium-1971": (62.459, 0.0176, 0.090, 0.0611),
    "switzerland-new": (57.242, 0.0544, 0.412, 0.4795),
    "switzerland-old": (50.591, 0.0249, 0.229, 0.2043),
    "brazil": (65.652, 0.0186, 0.031, 0.0128),
    "malaysia": (56.578, 0.2105, 0.309, 0.1724),
    "kenya": (57.100, 0.2850, 0.386, 0.2412),
    "spain": (75.356, 0.1785, 0.132, 0.0632),
    "japan": (42.168, 0.0197, 0.203, 0.1462),
    "italy-1991": (51.515, 0.0101, 0.071, 0.0474),
}


def test_the_scales_are_these() -> None:
    assert set(systems()) == {*NAMES, "france-crm"}
    with pytest.raises(UncoveredError, match="germany"):
        load_system("germany")


@pytest.mark.parametrize("name", NAMES)
def test_levels_and_rules_as_recorded(name: str) -> None:
    system, recorded = load_system(name), R[NAMES[name]]
    np.testing.assert_array_equal(system.scale.levels, recorded["levels"])
    size = len(recorded["levels"])
    if recorded["penalty"] == "top":
        expected = moves_to_top(size)
    else:
        expected = steps_up(size, first=recorded["penalty"][0], further=recorded["penalty"][1])
    np.testing.assert_array_equal(system.scale.moves, expected)
    assert system.scale.start == recorded["start"]
    # Levels known by heart make a system "known", even where its rule was read.
    seen = recorded["tag"].startswith("S")
    assert system.mark == ("seen" if seen else "known")
    assert system.source


@pytest.mark.parametrize("name", AT_TENTH)
def test_measures_at_a_tenth(name: str) -> None:
    chain = load_system(name).scale.chain(0.1)
    mean, relative, variation, elasticity = AT_TENTH[name]
    assert chain.mean_level() == pytest.approx(mean, abs=5.1e-4)
    assert chain.relative_stationary_level() == pytest.approx(relative, abs=5.1e-5)
    assert chain.coefficient_of_variation() == pytest.approx(variation, abs=5.1e-4)
    assert chain.elasticity() == pytest.approx(elasticity, abs=5.1e-5)


def test_the_french_coefficient_by_hand() -> None:
    scale = load_system("france-crm").scale

    def after(claims: list[int]) -> list[float]:
        level, path = scale.start, []
        for number in claims:
            level = int(scale.moves[level, min(number, scale.moves.shape[1] - 1)])
            path.append(float(scale.levels[level]))
        return path

    # 1.00 x 0.95 = 0.95; 0.9025 and 0.855 are cut to 0.90 and 0.85.
    assert after([0, 0, 0]) == [95, 90, 85]
    assert after([0] * 13)[-1] == 50
    # One claim 1.25, two 1.5625 cut to 1.56, and the next year 1.56 x 0.95 = 1.482 cut to 1.48.
    assert after([1]) == [125]
    assert after([2, 0]) == [156, 148]
    # The second clean year in a row ends the surcharge; a claim in between starts the count again.
    assert after([2, 0, 0]) == [156, 148, 100]
    assert after([2, 0, 1, 0, 0]) == [156, 148, 185, 175, 100]
    assert after([9]) == [350]
    assert scale.levels.min() == 50
    assert scale.levels.max() == 350
