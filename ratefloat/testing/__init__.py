"""The regression kit: golden cases of a policy, laws that every policy keeps, and made-up employers and books.

Installed with the package as a pytest plugin: the fixture `rate_table` and the flag `--ratefloat-rewrite`.
Names load on first use; the strategies need hypothesis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_NAMES = {
    "golden": "ratefloat.testing.golden_cases",
    "GoldenTable": "ratefloat.testing.golden_file",
    "assert_policy_laws": "ratefloat.testing.policy_laws",
    "assert_impact_within": "ratefloat.testing.impact",
    "employers": "ratefloat.testing.employer_values",
    "histories": "ratefloat.testing.records",
    "books": "ratefloat.testing.records",
    "policies": "ratefloat.testing.drafts",
    "rules_of": "ratefloat.testing.drafts",
}
__all__ = sorted(_NAMES)


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        found = getattr(import_module(_NAMES[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'ratefloat.testing' has no attribute {name!r}; see ratefloat.testing.__all__")


def __dir__() -> list[str]:
    return __all__


if TYPE_CHECKING:
    from ratefloat.testing.drafts import policies as policies
    from ratefloat.testing.drafts import rules_of as rules_of
    from ratefloat.testing.employer_values import employers as employers
    from ratefloat.testing.golden_cases import golden as golden
    from ratefloat.testing.golden_file import GoldenTable as GoldenTable
    from ratefloat.testing.impact import assert_impact_within as assert_impact_within
    from ratefloat.testing.policy_laws import assert_policy_laws as assert_policy_laws
    from ratefloat.testing.records import books as books
    from ratefloat.testing.records import histories as histories
