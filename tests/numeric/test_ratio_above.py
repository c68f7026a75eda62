from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratefloat.errors import DefinitionError
from ratefloat.numeric import ratio_above, ratio_at_least

LARGEST = 2**63 - 1
amounts = st.one_of(st.integers(0, 9), st.integers(0, LARGEST))


@given(amounts, amounts, st.builds(Fraction, st.integers(0, 2**90), st.integers(1, 2**90)))
def test_agree_with_fractions(n: int, d: int, edge: Fraction) -> None:
    for at in (edge, *([Fraction(n, d)] if d else [])):
        assert ratio_above([n], [d], at).tolist() == [d > 0 and Fraction(n, d) > at]
        assert ratio_at_least([n], [d], at).tolist() == [d > 0 and Fraction(n, d) >= at]


def test_seven_tenths_of_a_percent_is_seven_thousandths() -> None:
    # In binary 0.7 / 100 is not 0.007.
    edge = Fraction("0.7") / 100
    assert ratio_at_least([7, 6], [1_000, 1_000], edge).tolist() == [True, False]
    assert ratio_above([7, 8], [1_000, 1_000], edge).tolist() == [False, True]


def test_answers_are_boolean_also_in_two_dimensions() -> None:
    answer = ratio_above([[1, 2], [3, 4]], [[2, 2], [2, 0]], Fraction(1))
    assert answer.dtype == np.bool_
    assert answer.tolist() == [[False, False], [True, False]]


def test_a_float_edge_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"0\.8 is float"):
        ratio_above([1], [1], 0.8)  # type: ignore[arg-type]
