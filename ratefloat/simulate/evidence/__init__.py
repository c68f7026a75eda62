"""What is known of the answer of employers: studies, what they identify together, and patterns to be met again."""

from ratefloat.simulate.evidence.checks import checks
from ratefloat.simulate.evidence.degrees import degrees
from ratefloat.simulate.evidence.discontinuity import Rediscovered, california
from ratefloat.simulate.evidence.fit import Fit, fit
from ratefloat.simulate.evidence.patterns import by_size, netherlands, notices, ontario
from ratefloat.simulate.evidence.studies import studies

__all__ = [
    "Fit", "Rediscovered", "by_size", "california", "checks", "degrees", "fit", "netherlands", "notices", "ontario",
    "studies",
]
