"""Archives: whole or not at all, readable, provable."""

from __future__ import annotations

import csv
import json

import pytest

import ratefloat as rf
from ratefloat.policy import archive as module
from ratefloat.policy.archive import read_archive, verify_archive


def test_an_archive_reads_and_verifies(tmp_path, policy, book):
    rating = rf.rate(policy, book, on="2024-01-01")
    folder = rating.archive(tmp_path / "round")
    with (folder / "rates.csv").open(encoding="utf-8") as file:
        rows = {row["employer"]: row for row in csv.DictReader(file)}
    assert rows["007"]["rate"] == "0.70%"
    assert rows["F"]["estimated_premium"] == "13500.00"
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert meta["policy_hash"] == policy.hash
    assert meta["window"] == "2022-01-01/2024-01-01"
    assert verify_archive(folder, book).policy == policy


def test_an_archive_is_never_overwritten(tmp_path, policy, book):
    rating = rf.rate(policy, book, on="2024-01-01")
    rating.archive(tmp_path / "round")
    with pytest.raises(rf.DataError, match="exists; expected a new folder"):
        rating.archive(tmp_path / "round")


def test_a_crash_half_way_leaves_nothing(tmp_path, policy, book, monkeypatch):
    def crash(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(module, "_table_rows", crash)
    with pytest.raises(OSError, match="disk full"):
        rf.rate(policy, book, on="2024-01-01").archive(tmp_path / "round")
    assert list(tmp_path.iterdir()) == []


def test_a_touched_file_is_told(tmp_path, policy, book):
    folder = rf.rate(policy, book, on="2024-01-01").archive(tmp_path / "round")
    path = folder / "rates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1.35%", "0.20%"), encoding="utf-8")
    with pytest.raises(rf.DataError, match=r"rates\.csv differs from what was written"):
        read_archive(folder)
    path.unlink()
    with pytest.raises(rf.DataError, match=r"rates\.csv is missing"):
        read_archive(folder)


def test_other_records_are_told(tmp_path, policy, book):
    folder = rf.rate(policy, book, on="2024-01-01").archive(tmp_path / "round")
    with pytest.raises(rf.DataError, match="the records differ from those that were rated"):
        verify_archive(folder, book.select(["A"]))


def test_no_archive_at_all(tmp_path):
    with pytest.raises(rf.DataError, match=r"no readable meta\.json"):
        read_archive(tmp_path)
