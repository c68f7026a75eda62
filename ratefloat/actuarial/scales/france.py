"""The French coefficient de réduction-majoration, a multiplicative scale, on its hundredths."""

from __future__ import annotations

import numpy as np

from ratefloat.actuarial.scales.scale import Scale

_FLOOR, _PAR, _CAP = 50, 100, 350


def france_crm() -> Scale:
    """The coefficient as a scale: x 0.95 after a clean year, x 1.25 for each claim, 0.50 to 3.50.

    The coefficient is cut to two decimals after every step, so that it takes finitely many values. Two clean
    years in a row end every surcharge; a coefficient above 1 therefore comes in two levels: after a year with
    a claim, and after one clean year.

    Returns:
        levels in percent: 50, ..., 100; then 101, ..., 350 after a claim; then the same after a clean year.
    Source: Code des assurances, annex to article A121-1. Its pardon of the first claim after three years at
        0.50 is left out.

    >>> scale = france_crm()
    >>> scale.levels[scale.moves[50, :4]]
    array([ 95., 125., 156., 195.])
    """
    below = np.arange(_FLOOR, _PAR + 1)
    above = np.arange(_PAR + 1, _CAP + 1)
    levels = np.concatenate([below, above, above])
    once_clean = below.size + above.size
    reduced = np.maximum(levels * 95 // 100, _FLOOR)
    # A surcharge that outlasts its first clean year sits in the second copy; the next clean year ends it.
    clean = np.where(reduced <= _PAR, reduced - _FLOOR, once_clean + reduced - (_PAR + 1))
    clean[once_clean:] = np.minimum(reduced[once_clean:], _PAR) - _FLOOR
    columns, raised = [clean], levels
    while (raised < _CAP).any():
        raised = np.minimum(raised * 125 // 100, _CAP)
        columns.append(raised - _FLOOR)
    return Scale(levels, np.stack(columns, axis=1), start=_PAR - _FLOOR)
