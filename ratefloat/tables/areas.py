"""Area codes of GB/T 2260: where a place looks for a table when it has no rows of its own."""

from __future__ import annotations


def area_and_above(area: str | None) -> tuple[str | None, ...]:
    """The places whose rows an area may read, nearest first; None stands for "anywhere".

    Names that are not codes of six or more digits have nothing above them.

    >>> area_and_above("440305")
    ('440305', '440300', '440000', None)
    >>> area_and_above("example")
    ('example', None)
    """
    if area is None or not (area.isascii() and area.isdigit() and len(area) >= 6):
        return tuple(dict.fromkeys((area, None)))
    # Two digits each for province, city and county; longer codes (towns, villages) go on below the county.
    return tuple(dict.fromkeys((area, area[:6], area[:4] + "00", area[:2] + "0000", None)))
