"""The pages of docs/: their code runs and prints what they show, their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from project.fences import ROOT, blocks, run_page

PAGES = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_code_runs_and_prints_what_is_shown(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    run_page(page)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md", ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_the_page_on_rule_kinds_works_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ratefloat.cli.main import main

    first, second, *_ = (b for b in blocks(ROOT / "docs" / "encode-a-rule-kind.md") if b.language == "python")
    (tmp_path / "my_kinds.py").write_text(first.text, encoding="utf-8")
    session: dict[str, object] = {"__name__": "my_kinds"}
    exec(compile(first.text + second.text, "page", "exec", dont_inherit=True), session)
    table = capsys.readouterr().out
    (tmp_path / "own.json").write_text(session["policy"].to_json(), encoding="utf-8")  # type: ignore[attr-defined]
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert main(["table", "--policy", "own.json", "--kinds", "my_kinds"]) == 0
    assert capsys.readouterr().out == table
