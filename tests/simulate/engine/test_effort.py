"""How much is drawn of each evidence set, and in which tasks."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from policy.conftest import city_policy

from ratefloat.errors import ConflictError, DataError
from ratefloat.numeric.keyed import LANES
from ratefloat.simulate.behaviour.hiding import Hiding
from ratefloat.simulate.behaviour.prevention import Prevention
from ratefloat.simulate.engine.gather import Effort
from ratefloat.simulate.engine.task import SETS, TOGETHER, tasks
from ratefloat.simulate.forward import _Job
from ratefloat.simulate.portfolio.portfolio import Portfolio
from ratefloat.simulate.terms import Terms

CITY = Portfolio.from_aggregates("example-city", employers=200, seed=3)


def job(**effort: object) -> _Job:
    made = Effort(**effort)  # type: ignore[arg-type]
    return _Job({"it": city_policy()}, CITY, 3, Prevention() + Hiding(), 7, Terms(), made)


@pytest.mark.parametrize("few", [1, 4, 21])
def test_a_set_is_the_sum_of_its_replicates_run_as_if_they_were_central(few: int) -> None:
    made = job(replicates=22, sets=2, evidence_replicates=few)
    whole = made.run()
    values = {str(name): float(value) for name, value in whole.sets.iloc[1].items()}
    alone = made.rerun(values).policies["it"].central
    evidence = whole.policies["it"].evidence
    assert whole.evidence_replicates == few
    assert np.array_equal(evidence.sums[1], alone.sums[:few].sum(axis=0))
    assert np.array_equal(evidence.moves[1], alone.moves[:few].sum(axis=0))


def test_blocks_change_nothing_with_many_evidence_replicates() -> None:
    one, two = (job(replicates=22, sets=3, evidence_replicates=22, rows=rows).run() for rows in (10**6, 999))
    assert np.array_equal(one.policies["it"].evidence.sums, two.policies["it"].evidence.sums)


@pytest.mark.parametrize(("few", "sets", "rows"), [
    (1, 9, 50), (4, 64, 1000), (7, 20, 130), (20, 5, 10**6), (45, 3, 64),
])
def test_tasks_cover_every_set_replicate_and_employer_once_and_stay_small(few: int, sets: int, rows: int) -> None:
    made = tasks(30, replicates=(50, few), rows=rows, sets=sets)
    covered = [
        (answer, LANES * task.word + lane, employer)
        for task in made for answer in range(task.first, task.last)
        for lane in range(task.lanes) for employer in range(task.start, task.stop)
    ]
    central = itertools.product([0], range(50), range(30))
    assert sorted(covered) == [*central, *itertools.product(range(1, sets + 1), range(few), range(30))]
    for task in made:
        assert task.lanes <= TOGETHER and task.lanes * (task.last - task.first) <= SETS * LANES
        assert task.lanes * (task.stop - task.start) <= max(rows, task.lanes)


@pytest.mark.parametrize(("replicates", "few"), [(6, 0), (6, 7), (2, 5), (6, -1)])
def test_more_than_the_central_replicates_or_none_are_refused(replicates: int, few: int) -> None:
    with pytest.raises(DataError, match=f"{few} evidence replicates; expected 1 to {replicates}"):
        Effort(replicates=replicates, evidence_replicates=few)


def test_of_fewer_central_replicates_than_four_each_set_has_all() -> None:
    assert [Effort(replicates=n).of_each_set for n in (1, 3, 4, 20)] == [1, 3, 4, 4]


def test_levels_that_only_the_tasks_before_a_break_met_are_kept(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "run.npz"
    # Two tasks, of all employers but one and of that one, who alone does not meet all levels.
    effort = {"replicates": 1, "sets": 0, "rows": len(CITY) - 1, "checkpoint": path}
    with pytest.raises(KeyboardInterrupt):
        job(**effort, progress=stop).run()
    resumed, whole = job(**effort).run(), job(replicates=1, sets=0).run()
    labels = whole.policies["it"].central.labels
    assert resumed.policies["it"].central.labels == labels
    assert all(label.factor is not None for label in labels)


def test_a_checkpoint_with_other_evidence_replicates_is_refused(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "run.npz"
    with pytest.raises(KeyboardInterrupt):
        job(replicates=4, sets=1, evidence_replicates=2, checkpoint=path, progress=stop).run()
    with pytest.raises(ConflictError, match="of another run"):
        job(replicates=4, sets=1, evidence_replicates=3, checkpoint=path).run()
