"""Pages and the atlas in files, from the library and the command line."""

from __future__ import annotations

import csv
import importlib
from pathlib import Path

import pytest

import ratefloat as rf
from ratefloat.cli.main import main
from ratefloat.errors import UncoveredError

FLAT = "cn-national-2015-flat"


def test_pages_and_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "new" / "pages"
    assert main(["pages", str(place), FLAT, "cn-jiangxi-2023"]) == 0
    assert capsys.readouterr().out == f"2 pages: {place / 'index.html'}\n"
    assert sorted(path.name for path in place.iterdir()) == ["cn-jiangxi-2023.html", f"{FLAT}.html", "index.html"]
    index = (place / "index.html").read_text(encoding="utf-8")
    assert f'href="{FLAT}.html"' in index and 'href="cn-jiangxi-2023.html"' in index and "template: 5 holes" in index


def test_an_unknown_plan_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pages", str(tmp_path / "pages"), FLAT, "cn-nowhere"]) == 3
    assert "cn-nowhere" in capsys.readouterr().err
    assert not (tmp_path / "pages").exists()


def test_a_page_that_fails_leaves_the_old_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / f"{FLAT}.html").write_text("old", encoding="utf-8")
    # Text that UTF-8 can not hold breaks off in the middle of writing.
    monkeypatch.setattr(importlib.import_module("ratefloat.atlas.files"), "page", lambda policy: "new \ud800")
    with pytest.raises(UnicodeEncodeError):
        rf.atlas.write_pages(tmp_path, [FLAT])
    assert [path.name for path in tmp_path.iterdir()] == [f"{FLAT}.html"]
    assert (tmp_path / f"{FLAT}.html").read_text(encoding="utf-8") == "old"


def test_the_atlas_in_three_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    comparison = importlib.import_module("ratefloat.atlas.comparison")
    monkeypatch.setattr(comparison, "plan_ids", lambda: (FLAT, "cn-shanghai-2004"))
    assert main(["atlas", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / f"atlas.{end}") for end in ("csv", "png", "html")]
    with (tmp_path / "atlas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["plan"] for row in rows] == [FLAT] * 8 + ["cn-shanghai-2004"] * 8
    assert (tmp_path / "atlas.png").read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "atlas.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    at_100 = next(row for row in rows if (row["plan"], row["heads"]) == ("cn-shanghai-2004", "100"))
    assert f"{float(at_100['rho']):.3f}" in page


def test_without_matplotlib_there_is_a_table_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(frame: object) -> None:
        raise UncoveredError("plot: matplotlib is not installed")

    monkeypatch.setattr(importlib.import_module("ratefloat.atlas.comparison"), "plan_ids", lambda: (FLAT,))
    monkeypatch.setattr(importlib.import_module("ratefloat.atlas.files"), "plot", missing)
    made = rf.atlas.write_atlas(tmp_path)
    assert [path.name for path in made] == ["atlas.csv", "atlas.html"]
    assert "<img" not in made[-1].read_text(encoding="utf-8")


def test_names_of_the_room_stay_what_they_are() -> None:
    # A module and a function of one name would hide each other.
    for name in rf.atlas.__all__:
        importlib.import_module("ratefloat.atlas.files")
        assert callable(getattr(rf.atlas, name))
