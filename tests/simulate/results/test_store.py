"""Results on disk: what is written is read back, and nothing else."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from simulate.results.made import GROUPS, PARAMETERS, policy, run, totals

from ratefloat.actuarial.cell import RiskCell
from ratefloat.actuarial.desk import Level
from ratefloat.errors import DataError
from ratefloat.simulate.portfolio.portfolio import Fund
from ratefloat.simulate.response import Marginal
from ratefloat.simulate.results.comparison import Comparison
from ratefloat.simulate.results.load import load
from ratefloat.simulate.results.projection import Projection
from ratefloat.simulate.results.result import Result
from ratefloat.simulate.results.target import Target
from ratefloat.simulate.run import PolicyRun, Run


def marginal() -> Marginal:
    cell = RiskCell(
        risk_class=5, heads=30, wage="90000", frequency="12‰",
        severity={"outcomes": [{"name": "injury", "probability": 1, "amount": "20000"}]},
    )
    ones = np.ones((1, 2, 1))
    return Marginal(
        (cell,), (Level(0, Fraction(1, 90)), Level(None, Fraction(1, 30))), ones / 3, 0 * ones, ones[:, 0], ones[:, 0],
        ones[:, 0], ones[:, :, 0],
    )


def injured(seed: int, **fields: object) -> PolicyRun:
    luck = np.random.default_rng(seed).poisson(20, (6, 3, 2, 3))
    fill = {"heads": 500, "employers": 9, "premium": 10 * luck, "paid": 9 * luck, "true death": luck}
    evidence = totals(4, 3, {"heads": 1000, "employers": 18, "premium": 400, "paid": 300, "true death": 40})
    central = totals(6, 3, fill, moves=luck[:, :, :, :, None], spent=5)
    return policy(central, evidence, name=f"policy {seed}", **fields)


def made(seed: int = 1) -> Run:
    sizes = pd.Categorical(["10-49", "1-9"], categories=["1-9", "10-49"], ordered=True)
    return run(
        {"flat": injured(seed, marginal=marginal(), assumptions=("paid on time",)), "one year": injured(seed + 1)},
        pd.DataFrame({"prevention.elasticity": [0.1, 0.2, 1 / 3, 0.7]}), groups=GROUPS.assign(size=sizes),
        evidence_replicates=2, fund=Fund(10**9, (5, 6)), first_year=2026, notes=("a note",),
    )


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return Comparison(made()).save(tmp_path / "results" / "run.zip")


def test_what_is_saved_is_loaded(saved: Path) -> None:
    before, after = Comparison(made()), load(saved)
    assert isinstance(after, Comparison)
    assert after.hash == before.hash
    assert str(after.summary()) == str(before.summary())
    by = ("policy", "year", "size", "step")
    pd.testing.assert_frame_equal(after.frame(by=by), before.frame(by=by))
    pd.testing.assert_frame_equal(after.run.groups, before.run.groups)
    pd.testing.assert_frame_equal(after.run.sets, before.run.sets)
    pd.testing.assert_frame_equal(after.run.parameters, before.run.parameters)
    target = Target(fall="1%", by_year=1)
    pd.testing.assert_frame_equal(after.chance(target).importance, before.chance(target).importance)
    after.verify(before)


def test_marginal_premiums_come_back(saved: Path) -> None:
    kept = load(saved).run.policies["flat"].marginal
    assert kept is not None
    assert kept.cells == marginal().cells
    assert kept.levels == marginal().levels
    assert np.array_equal(kept.premium, marginal().premium)
    assert load(saved).run.policies["one year"].marginal is None


def test_the_file_says_what_it_is_without_this_library(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        meta = json.loads(archive.read("run.json"))
        sums = np.load(archive.open("0/central/sums.npy"))
    assert (meta["seed"], meta["policies"]["flat"]["hash"], meta["fingerprint"]) == (7, "hash of policy 1", "f")
    assert meta["policies"]["flat"]["document"] == "{}"
    assert sums.dtype == np.int64


def test_the_same_run_makes_the_same_file_and_leaves_no_draft(saved: Path) -> None:
    other = Comparison(made()).save(saved.with_name("other.zip"))
    assert saved.read_bytes() == other.read_bytes()
    assert sorted(path.name for path in saved.parent.iterdir()) == ["other.zip", "run.zip"]


def test_a_projection_comes_back_as_one(tmp_path: Path) -> None:
    one = run({"made": policy(totals(1, 1, {"heads": 3}))})
    assert isinstance(load(Projection(one).save(tmp_path / "one.zip")), Projection)


def test_a_run_without_parameters_or_sets(tmp_path: Path) -> None:
    none = pd.DataFrame(index=pd.RangeIndex(0, name="set"))
    fund = Fund(np.int64(5), (np.int64(1),))  # type: ignore[arg-type]
    bare = run({"made": policy(totals(1, 1, {"heads": 3}))}, none, parameters=PARAMETERS[:0], fund=fund)
    after = load(Projection(bare).save(tmp_path / "bare.zip"))
    assert after.hash == Projection(bare).hash
    pd.testing.assert_frame_equal(after.run.sets, none)
    assert str(after.summary()) == str(Projection(bare).summary())


def _changed(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in (entries | {name: data}).items():
            archive.writestr(entry, content)
    return path


def test_a_changed_array_is_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        data = bytearray(archive.read("0/central/sums.npy"))
    data[-8] ^= 1
    with pytest.raises(DataError, match="0/central/sums differs from what was written"):
        load(_changed(saved, "0/central/sums.npy", bytes(data)))


@pytest.mark.parametrize(("old", "new", "message"), [
    ('"seed": 7', '"seed": 8', "run.json differs from what was written"),
    ('"format": 1', '"format": 9', "format 9; this library reads format 1"),
    ('"fines"', '"fees"', "measures of another version"),
])
def test_a_changed_description_is_refused(saved: Path, old: str, new: str, message: str) -> None:
    with zipfile.ZipFile(saved) as archive:
        text = archive.read("run.json").decode()
    assert old in text
    with pytest.raises(DataError, match=message):
        load(_changed(saved, "run.json", text.replace(old, new).encode()))


@pytest.mark.parametrize("data", [b"", b"no zip", None])
def test_other_files_are_refused(saved: Path, data: bytes | None) -> None:
    saved.write_bytes(saved.read_bytes()[:-200] if data is None else data)
    with pytest.raises(DataError, match=r"run\.zip: not a readable result .* expected a file that save\(\) wrote"):
        load(saved)
    with pytest.raises(DataError, match="not a readable result"):
        load(saved.with_name("missing.zip"))


def test_verify_runs_again(saved: Path) -> None:
    Comparison(made(), rerun=lambda values: made()).verify()
    with pytest.raises(DataError, match=r"policy 'flat' has hash hash of policy 3; expected hash of policy 1"):
        Comparison(made(), rerun=lambda values: made(3)).verify()
    with pytest.raises(DataError, match="cannot run again"):
        load(saved).verify()


def test_verify_names_what_differs() -> None:
    sums = made().policies["flat"].central.sums.copy()
    sums[0, 0, 0, 0, 0] += 1
    with pytest.raises(DataError, match="policy 'flat', central sums differ"):
        Result(made()).verify(Result(_with(sums=sums)))


def test_verify_compares_labels() -> None:
    labels = tuple(replace(label, factor=None) for label in made().policies["flat"].central.labels)
    with pytest.raises(DataError, match=r"policy 'flat': label Label\(.*factor=None\); expected Label"):
        Result(made()).verify(Result(_with(labels=labels)))


def _with(**fields: Any) -> Run:
    whole = made()
    one = whole.policies["flat"]
    evidence = replace(one.evidence, labels=fields.get("labels", one.evidence.labels))
    other = replace(one, central=replace(one.central, **fields), evidence=evidence)
    return replace(whole, policies={**whole.policies, "flat": other})
