"""Every broken variant is found, with the right clause and records that show it."""

from __future__ import annotations

import pytest
from prove.flaws import FLAWS, Flaw


def test_there_are_enough() -> None:
    assert len(FLAWS) >= 25
    assert len({flaw.name for flaw in FLAWS}) == len(FLAWS)


@pytest.mark.parametrize("flaw", FLAWS, ids=[flaw.name for flaw in FLAWS])
def test_flaw(flaw: Flaw) -> None:
    found = flaw.policy().check(**flaw.options)
    fitting = [
        one for one in found
        if (one.check, one.severity) == (flaw.check, flaw.severity)
        and flaw.clause in one.clause and flaw.says in one.message
    ]
    assert fitting, str(found)
    if flaw.witness:
        assert fitting[0].witness is not None
        assert fitting[0].witness.reproduces()
    else:
        assert fitting[0].witness is None
