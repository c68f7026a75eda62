"""Witnesses: concrete records that lie in a case of a policy and are rated as the case says."""

from ratefloat.prove.witness.case import Case, Request
from ratefloat.prove.witness.witness import Witness
from ratefloat.prove.witness.workshop import Workshop

__all__ = ["Case", "Request", "Witness", "Workshop"]
