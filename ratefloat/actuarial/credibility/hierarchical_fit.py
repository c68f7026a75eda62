"""What a hierarchical model found: for each level its nodes, their Z and their premiums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ratefloat.actuarial.credibility.cells import Floats, read_only
from ratefloat.actuarial.credibility.ids import Codes, Ids
from ratefloat.errors import DefinitionError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Level:
    """One level of a hierarchy; arrays have shape (nodes,)."""

    name: str
    ids: Ids
    parents: Codes
    """The number of each node's parent among the nodes of the level above."""
    exposure: Floats
    individual: Floats
    """Weighted mean of what lies below the node (credibility-weighted above the finest level); NaN without any."""
    z: Floats
    premium: Floats
    between: float
    """Variance between the nodes of one parent, >= 0."""

    def __post_init__(self) -> None:
        for array in (self.exposure, self.individual, self.z, self.premium):
            read_only(array)


@dataclass(frozen=True, eq=False)
class HierarchicalFit:
    """A fitted hierarchical model: levels from the coarsest to the finest."""

    levels: tuple[Level, ...]
    collective: float
    within: float

    @property
    def employers(self) -> Level:
        """The finest level."""
        return self.levels[-1]

    @property
    def classes(self) -> Level:
        """The level just above the finest."""
        return self.levels[-2]

    @property
    def between(self) -> dict[str, float]:
        """The variance between the nodes of each level, by the level's name."""
        return {level.name: level.between for level in self.levels}

    @property
    def observed(self) -> float:
        """The total of values x weights."""
        return float(np.nansum(self.employers.exposure * self.employers.individual))

    @property
    def balance(self) -> float:
        """What the employers' premiums would have collected on the experience, over what was observed."""
        collected = float(np.dot(self.employers.exposure, self.employers.premium))
        return collected / self.observed if self.observed else np.nan if collected else 1.0

    def level(self, name: str) -> Level:
        """A level by its name."""
        for level in self.levels:
            if level.name == name:
                return level
        raise DefinitionError(
            f"level {name!r}: not in the model; expected one of {', '.join(level.name for level in self.levels)}"
        )

    def to_frame(self, level: str | None = None) -> pd.DataFrame:
        """One row a node of a level (the finest by default): exposure, individual, z, premium; ids in the index."""
        import pandas as pd

        name = level or self.employers.name
        shown = self.level(name)
        upward = self.levels[: self.levels.index(shown) + 1][::-1]
        rows, ids = np.arange(len(shown.ids)), {}
        for node in upward:
            ids[node.name] = node.ids[rows]
            rows = node.parents[rows]
        columns = {"exposure": shown.exposure, "individual": shown.individual, "z": shown.z, "premium": shown.premium}
        keys = {key: ids[key] for key in (node.name for node in upward[::-1])}
        index = pd.Index(shown.ids, name=name) if len(keys) == 1 else pd.MultiIndex.from_arrays(
            list(keys.values()), names=list(keys)
        )
        return pd.DataFrame(columns, index=index, copy=True)
