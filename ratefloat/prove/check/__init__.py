"""Checks of a policy over all of its cases: one check a file."""

from ratefloat.prove.check.bounded import FRAME_2015, Frame
from ratefloat.prove.check.run import check, cliffs
from ratefloat.prove.check.typical import Typical

__all__ = ["FRAME_2015", "Frame", "Typical", "check", "cliffs"]
