"""The pytest plugin: the fixture `rate_table` and the flag `--ratefloat-rewrite`.

Loaded by every pytest run where the package is installed, so it imports nothing heavy until a test asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from datetime import date

    from ratefloat.policy.document import FloatPolicy

FLAG = "--ratefloat-rewrite"
WRITTEN = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that rewrites rate tables."""
    parser.getgroup("ratefloat").addoption(
        FLAG, action="store_true", default=False,
        help="write the rate tables that rate_table.check is given, in place of checking them",
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell which rate tables were written, and what changed in them."""
    written = config.stash.get(WRITTEN, [])
    if written:
        terminalreporter.section("ratefloat: rate tables written")
        for line in written:
            terminalreporter.write_line(line)


@dataclass(frozen=True)
class RateTableCheck:
    """Holds a policy to the rate table in a file, whose columns `ratefloat.testing.golden_file` defines."""

    config: pytest.Config
    folder: Path

    def check(self, policy: FloatPolicy, path: Path | str, *, on: date | str | None = None) -> None:
        """Fail the test with every case that the policy decides differently from the file.

        With `--ratefloat-rewrite` the file is written anew instead: the golden cases of the policy, and the cases
        of the old file that are not "generated", with what the policy now decides.

        Args:
            path: relative to the folder of the test.
            on: the day of a table that is written; by default that of the old file, else the policy's first.
        """
        place = self.folder / path
        if self.config.getoption(FLAG):
            self._rewrite(policy, place, on)
            return
        if not place.exists():
            pytest.fail(f"rate table {place}: no such file; run pytest {FLAG} to write it", pytrace=False)
        from ratefloat.testing.golden_file import GoldenTable

        found = GoldenTable.read(place).check(policy)
        if found:
            pytest.fail(f"{place}: {found}\n(if the law has changed, run pytest {FLAG})", pytrace=False)

    def _rewrite(self, policy: FloatPolicy, place: Path, on: date | str | None) -> None:
        from ratefloat.testing.differences import redecided
        from ratefloat.testing.golden_cases import golden
        from ratefloat.testing.golden_file import GoldenTable

        old = GoldenTable.read(place) if place.exists() else None
        if on is None and old is not None:
            on = next((case.on for case in old.cases if case.origin == "generated"), None)
        new = golden(policy, on=on)
        said = f"{place}: {len(new):,} cases"
        if old is not None:
            said = f"{said}; of the old {len(old):,}, {len(old.check(policy)):,} are decided differently now"
            new = new.with_own_cases_of(redecided(old, policy))
        new.to_csv(place)
        self.config.stash.setdefault(WRITTEN, []).append(said)


@pytest.fixture
def rate_table(request: pytest.FixtureRequest) -> RateTableCheck:
    """Holds a policy to a rate table in a file: `rate_table.check(policy, "tables/city-2024.csv")`."""
    return RateTableCheck(request.config, request.path.parent)
