"""A portfolio cannot be written, and what is remembered of it dies with it."""

from __future__ import annotations

import dataclasses
import gc
import weakref

import numpy as np
import pytest
from simulate.portfolio.small import three

from ratefloat.simulate.engine.exposure import exposure

ARRAYS = [field.name for field in dataclasses.fields(three()) if isinstance(getattr(three(), field.name), np.ndarray)]


def test_which_fields_are_arrays() -> None:
    assert set(ARRAYS) == {
        "key", "risk_class", "workers", "wage", "hazard", "risk", "first", "end", "covered_of", "covered",
        "severity_of",
    }


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays_cannot_be_written(name: str) -> None:
    for portfolio in (three(), three().take([0, 2]), three().replace(name="other")):
        with pytest.raises(ValueError, match="read-only"):
            getattr(portfolio, name)[:] = 1


def test_labels_cannot_be_written() -> None:
    for portfolio in (three(), three().take([0, 2])):
        with pytest.raises(ValueError, match="read-only"):
            portfolio.labels["trade"].codes[:] = 0


def test_the_array_that_was_given_stays_as_it_was() -> None:
    hazard = np.asarray([0.1, 0.2, 0.3])
    three(hazard=hazard)
    assert hazard.flags.writeable


def test_exposures_are_kept_as_long_as_their_portfolio() -> None:
    portfolio = three()
    kept = exposure(portfolio, 0)
    assert exposure(portfolio, 0) is kept and exposure(portfolio, 1) is not kept
    assert exposure(portfolio.replace(hazard=portfolio.hazard * 3), 0).expected == pytest.approx(3 * kept.expected)
    gone = weakref.ref(portfolio)
    del portfolio
    gc.collect()
    assert gone() is None
