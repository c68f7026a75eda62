"""At most one step down."""

from __future__ import annotations

import pytest

from ratefloat.errors import DefinitionError
from ratefloat.rules import base_rate, only_first_step_down
from rules.bench import applied


def test_the_second_step_down_is_barred() -> None:
    assert applied(only_first_step_down(), [-2, -1, 0, 2]).values == [-1, -1, 0, 2]


def test_only_steps() -> None:
    with pytest.raises(DefinitionError, match="expected step before it, found rate"):
        base_rate() >> only_first_step_down()
