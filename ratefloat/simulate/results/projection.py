"""The result of one policy."""

from __future__ import annotations

from ratefloat.simulate.results.result import Result


class Projection(Result):
    """The result of one policy."""
