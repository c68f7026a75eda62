from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

HERE = Path(__file__).parent
R_FOLDER = HERE.parents[1] / "r"


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    """Models of R actuar on Hachemeister's data and examples of textbooks."""
    return json.loads((HERE / "reference.json").read_text())


@pytest.fixture(scope="session")
def hachemeister_data(reference: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Averages and weights of five states over twelve quarters."""
    data = reference["data"]
    return np.array(data["ratios"], dtype=float), np.array(data["weights"], dtype=float)


@pytest.fixture(scope="session")
def r_folder() -> Path:
    return R_FOLDER


@pytest.fixture(scope="session")
def actuar() -> dict[tuple[str, str], np.ndarray]:
    """What R actuar computed on unbalanced data: (case, name) -> numbers."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    with (R_FOLDER / "credibility.csv").open() as lines:
        for row in csv.DictReader(lines):
            found[row["case"], row["name"]].append(float(row["value"]))
    return {key: np.array(numbers) for key, numbers in found.items()}


@pytest.fixture(scope="session")
def unbalanced() -> pd.DataFrame:
    return pd.read_csv(R_FOLDER / "unbalanced.csv")


@pytest.fixture(scope="session")
def alike() -> pd.DataFrame:
    return pd.read_csv(R_FOLDER / "alike.csv")


@pytest.fixture(scope="session")
def lines() -> pd.DataFrame:
    return pd.read_csv(R_FOLDER / "lines.csv")
