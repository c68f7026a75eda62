"""Published float laws as data: each file is a policy document with sources, readings and worked examples."""

import sys
from types import ModuleType
from typing import Any

from ratefloat.plans.listing import plans
from ratefloat.plans.shipped import load_plan, plan_ids

__all__ = ["load_plan", "plan_ids", "plans"]


class _Plans(ModuleType):
    """Importing this package sets `ratefloat.plans` to it; called, it lists the plans as the public name does."""

    def __call__(self, **choice: Any) -> Any:
        return plans(**choice)


sys.modules[__name__].__class__ = _Plans
