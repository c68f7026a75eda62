"""Area codes of GB/T 2260 and what lies above them."""

from __future__ import annotations

import pytest

from ratefloat.tables.areas import area_and_above


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        (None, (None,)), ("example", ("example", None)), ("", ("", None)), ("4403", ("4403", None)),
        ("440000", ("440000", None)), ("440300", ("440300", "440000", None)),
        ("360703", ("360703", "360700", "360000", None)),
        ("360703001", ("360703001", "360703", "360700", "360000", None)),
    ],
)
def test_area_and_above(area: str | None, expected: tuple[str | None, ...]) -> None:
    assert area_and_above(area) == expected
