"""The pytest plugin as users run it: pass, fail, rewrite, and what it costs a test run that does not use it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from policy.conftest import city_policy
from project.fences import ROOT

from ratefloat.testing import golden

pytest_plugins = "pytester"

TEST = """
import ratefloat as rf
from pathlib import Path

def policy():
    return rf.FloatPolicy.from_json((Path(__file__).parent / "policy.json").read_text(encoding="utf-8"))

def test_rate_table(rate_table):
    rate_table.check(policy(), "tables/city.csv")
"""


@pytest.fixture(scope="session")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """How to load the plugin: by itself where the package is installed, else by its name."""
    code = "from importlib.metadata import entry_points; print(*(e.value for e in entry_points(group='pytest11')))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path_factory.mktemp("probe")
    )
    return [] if "ratefloat.testing.plugin" in done.stdout.split() else ["-p", "ratefloat.testing.plugin"]


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    pytester.makepyfile(test_city=TEST)
    (pytester.path / "policy.json").write_text(city_policy().to_json(), encoding="utf-8")
    golden(city_policy(), on="2024-01-01").to_csv(pytester.path / "tables" / "city.csv")
    return pytester.path


def change_the_law(folder: Path) -> None:
    """One rung of the ladder: up one step is 125 %."""
    text = (folder / "policy.json").read_text(encoding="utf-8")
    assert '"1": "120%"' in text
    (folder / "policy.json").write_text(text.replace('"1": "120%"', '"1": "125%"'), encoding="utf-8")


def test_pass(pytester: pytest.Pytester, folder: Path, plugin: list[str]) -> None:
    pytester.runpytest_subprocess(*plugin).assert_outcomes(passed=1)


def test_fail_then_rewrite_then_pass(pytester: pytest.Pytester, folder: Path, plugin: list[str]) -> None:
    table = folder / "tables" / "city.csv"
    # A case of the city's own, from the worked example: 62.4 % and a death in class 4.
    own = "worked example,hand,2024-01-01,,,62.4%,1,no,60,4,4,+1,120%,1.08%,art. 6,\n"
    table.write_text(table.read_text(encoding="utf-8") + own, encoding="utf-8")
    before = table.read_bytes()
    change_the_law(folder)

    failed = pytester.runpytest_subprocess(*plugin)
    failed.assert_outcomes(failed=1)
    failed.stdout.fnmatch_lines([
        "*city.csv: * of 61 cases differ from policy example-city-2022; clauses: *",
        "*line *: worked example*", "*clause*art. 6*", "*inputs*loss_ratio 62.4%, deaths 1*",
        "*rate*expected 1.08%*got 1.125%*", "*--ratefloat-rewrite*",
    ])
    assert table.read_bytes() == before
    # Whatever is up one step differs, and nothing else.
    count = next(int(line.split(" of 61 ")[0].split()[-1]) for line in failed.outlines if " of 61 " in line)
    assert count == before.decode().count(",+1,120%,")

    rewritten = pytester.runpytest_subprocess(*plugin, "--ratefloat-rewrite")
    rewritten.assert_outcomes(passed=1)
    rewritten.stdout.fnmatch_lines([
        "*rate tables written*", f"*city.csv: 60 cases; of the old 61, {count} are decided differently now",
    ])
    text = table.read_text(encoding="utf-8")
    assert text.endswith("worked example,hand,2024-01-01,,,62.4%,1,no,60,4,4,+1,125%,1.125%,art. 6,\n")
    assert text.splitlines()[1].split(",")[3:5] == ["2024-01-01", ""]
    pytester.runpytest_subprocess(*plugin).assert_outcomes(passed=1)


def test_a_missing_file_says_what_to_do(pytester: pytest.Pytester, folder: Path, plugin: list[str]) -> None:
    (folder / "tables" / "city.csv").unlink()
    failed = pytester.runpytest_subprocess(*plugin)
    failed.assert_outcomes(failed=1)
    failed.stdout.fnmatch_lines(["*city.csv: no such file; run pytest --ratefloat-rewrite to write it*"])
    pytester.runpytest_subprocess(*plugin, "--ratefloat-rewrite").assert_outcomes(passed=1)
    assert (folder / "tables" / "city.csv").exists()


def test_the_plugin_is_installed_with_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"ratefloat": "ratefloat.testing.plugin"}


def test_it_loads_nothing_heavy_until_it_is_used() -> None:
    code = (
        "import sys, ratefloat.testing.plugin, ratefloat.testing; "
        "print(*[name for name in ('numpy', 'pandas', 'pydantic', 'hypothesis', 'scipy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


USE = """
import ratefloat as rf
from hypothesis import given, settings

policy = rf.load_plan("cn-hainan-2016")

def test_rate_table(rate_table):
    rate_table.check(rf.load_plan("cn-hainan-2016"), "tables/hainan-2017.csv", on="2017-01-01")

@settings(max_examples=3, deadline=None)
@given(rf.testing.books(policy))
def test_laws(book):
    rf.testing.assert_policy_laws(policy, book)
"""


def test_as_the_issue_shows_it(pytester: pytest.Pytester, plugin: list[str]) -> None:
    pytester.makepyfile(test_hainan=USE)
    pytester.runpytest_subprocess(*plugin, "--ratefloat-rewrite", "-k", "table").assert_outcomes(passed=1, deselected=1)
    pytester.runpytest_subprocess(*plugin).assert_outcomes(passed=2)
    text = (pytester.path / "tables" / "hainan-2017.csv").read_text(encoding="utf-8")
    # On the edge of 400 % nothing rises; one unit above it does.
    at, above = (next(line for line in text.splitlines() if line.startswith(f"loss_ratio {what} 400%"))
                 for what in ("at", "one unit above"))
    assert "4000000/1000000" in at
    assert "4000001/1000000" in above
    assert ",+1," not in at
    assert ",+1," in above


def test_the_names_of_the_kit() -> None:
    import ratefloat as rf

    names = "GoldenTable assert_impact_within assert_policy_laws books employers golden histories policies rules_of"
    assert " ".join(rf.testing.__all__) == names
    assert all(callable(getattr(rf.testing, name)) for name in rf.testing.__all__)
    with pytest.raises(AttributeError, match="no attribute 'book'"):
        rf.testing.book  # noqa: B018
