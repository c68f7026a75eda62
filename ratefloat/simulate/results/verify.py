"""Proof that a run is what it says: the same inputs give the same whole numbers."""

from __future__ import annotations

import numpy as np

from ratefloat.errors import DataError
from ratefloat.simulate.run import Run

SAME = ("fingerprint", "years", "before", "seed", "replicates", "behaviour", "first_year", "fund")


def same(run: Run, again: Run) -> None:
    """Refuse a second run that differs from the first; evidence is compared where both have it.

    Raises:
        DataError: naming the first thing that differs.
    """
    for name in SAME:
        if getattr(run, name) != getattr(again, name):
            raise DataError(f"second run: {name} {getattr(again, name)!r}; expected {getattr(run, name)!r}", field=name)
    if list(run.policies) != list(again.policies):
        raise DataError(f"second run: policies {list(again.policies)}; expected {list(run.policies)}")
    for name, one in run.policies.items():
        other = again.policies[name]
        if one.hash != other.hash:
            raise DataError(f"second run: policy {name!r} has hash {other.hash}; expected {one.hash}", policy=name)
        for label, expected in zip(other.central.labels, one.central.labels, strict=False):
            if label != expected:
                raise DataError(f"second run: policy {name!r}: label {label}; expected {expected}", policy=name)
        for part in ("central", "evidence") if len(again.sets) else ("central",):
            for array in ("sums", "moves", "spent"):
                first, second = (getattr(getattr(each, part), array) for each in (one, other))
                if not np.array_equal(first, second):
                    what = f"policy {name!r}, {part} {array}"
                    raise DataError(f"second run: {what} differ; expected the same whole numbers", policy=name)
