"""Published float laws as data: each file is a policy document with sources, readings and worked examples."""

from ratefloat.plans.listing import plans
from ratefloat.plans.shipped import load_plan, plan_ids

__all__ = ["load_plan", "plan_ids", "plans"]
