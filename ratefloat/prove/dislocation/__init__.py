"""The same book under two policies: who moves, by class, size and band of change, and what causes it."""

from ratefloat.prove.dislocation.bands import Line
from ratefloat.prove.dislocation.parts import Parts
from ratefloat.prove.dislocation.result import Dislocation, Extreme, dislocation

__all__ = ["Dislocation", "Extreme", "Line", "Parts", "dislocation"]
