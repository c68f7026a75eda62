"""Shipped plans that can decide: complete ones, and templates for which the tests have values."""

from __future__ import annotations

from plans.filled import ILLUSTRATION

from ratefloat.plans import load_plan
from ratefloat.plans.shipped import plan_ids

DECIDABLE = [id for id in plan_ids() if id in ILLUSTRATION or not load_plan(id).holes]
