"""The difference of two policies: which number of which article changed, and which cases are decided differently."""

from ratefloat.prove.difference.bases import BaseChange
from ratefloat.prove.difference.compare import difference
from ratefloat.prove.difference.documents import Change
from ratefloat.prove.difference.result import Case, Decided, Difference

__all__ = ["BaseChange", "Case", "Change", "Decided", "Difference", "difference"]
