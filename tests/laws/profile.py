"""How long the laws look: quickly ("ci"), or HYPOTHESIS_PROFILE=thorough, twenty times as long."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("ci", max_examples=60, deadline=None, suppress_health_check=SLOW)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=1200)

law = settings(settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci")))
"""The decorator of every law."""
