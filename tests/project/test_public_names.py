"""The public names, pinned: what stands here is promised, and nothing else is."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module
from types import ModuleType

import pytest

import ratefloat as rf

NAMES = """
    BaseRateTable Book Days Decision Example FloatPolicy Period Rating Reading Review Window
    ConflictError DataError DefinitionError RatefloatError UncoveredError

    add_points at_least at_most bands base_rate blend cap_by_class credibility escalate_class first_of flat_surcharge
    floor_by_class floor_rate grid highest_of hole indicator ladder lowest_of move move_limit no_decrease no_increase
    one_of only_first_step_down per_points phase_cut points_ladder privilege protected_part rate_ladder round_to set_to
    start_from_base start_from_prior stay_on_ladder sum_of supplied times window yuan

    accident_deaths accident_degree adjusted_ratio amount benefits cases category count deaths_in_one_accident flag
    frequency fund_months greatest head_months insured_months least level payroll premium ratio relative streak trend
    years_since years_with

    diagnose dislocation load_plan plans rate rate_frame
""".split()  # noqa: SIM905
MEMBERS = {
    "FloatPolicy": "decide prepare table diff to_json from_json hash replace fill holes require_complete",
    "Rating": "to_frame decision refused raise_refused summary verify archive next_decisions hash",
    "Decision": "step factor rate clauses explain",
    "Book": "read from_frames write problems spoiled hash select as_known_on replace index span",
}


def test_the_names_are_exactly_these() -> None:
    assert rf.__all__ == sorted(NAMES)
    assert dir(rf) == sorted(NAMES)


@pytest.mark.parametrize("owner", MEMBERS)
def test_members_that_stay(owner: str) -> None:
    made = getattr(rf, owner)
    fields = {*getattr(made, "model_fields", {}), *getattr(made, "__dataclass_fields__", {})}
    assert not [name for name in MEMBERS[owner].split() if name not in fields and not hasattr(made, name)]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'band'"):
        rf.band  # noqa: B018


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_what_it_says_whatever_was_loaded_before(name: str) -> None:
    import_module("ratefloat.plans")
    value = getattr(rf, name)
    assert callable(value) or not isinstance(value, ModuleType)
    assert inspect.getdoc(value)


def test_plans_can_be_listed_after_one_was_loaded() -> None:
    code = "import ratefloat as rf; rf.load_plan('cn-hainan-2016'); print(len(rf.plans()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(rf.plans())


WORK = {"diagnose", "dislocation", "load_plan", "plans", "rate", "rate_frame"}
"""What is done with definitions; the other functions make them."""
CONSTRUCTORS = [name for name in NAMES if inspect.isfunction(getattr(rf, name)) and name not in WORK]


@pytest.mark.parametrize("name", CONSTRUCTORS)
def test_constructors_have_an_example_and_keyword_options(name: str) -> None:
    made = getattr(rf, name)
    assert ">>>" in (inspect.getdoc(made) or ""), f"{name}: its docstring has no example"
    signature = inspect.signature(made)
    positional = [p for p in signature.parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
    # A grid is read down, across, cells, as it is printed.
    most = 3 if name == "grid" else 2
    assert len(positional) <= most, f"{name}: {len(positional)} positional parameters; expected at most {most}"
    assert signature.return_annotation is not inspect.Signature.empty


@pytest.mark.parametrize("name", sorted(WORK))
def test_days_and_options_are_named(name: str) -> None:
    given = import_module("ratefloat.plans.listing").plans if name == "plans" else getattr(rf, name)
    positional = [p for p in inspect.signature(given).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
    # A dislocation reads old, new, book.
    assert len(positional) <= (3 if name == "dislocation" else 2)
