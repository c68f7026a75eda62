"""The README keeps what it says: commands, code, output, words, rooms."""

from __future__ import annotations

import re
import shlex
import tomllib

import pytest
from project.fences import ROOT, blocks, run_page

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
COMMANDS = [line for block in blocks(README) if block.language == "sh" for line in block.text.splitlines()]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    part = TEXT.split(f"\n{heading}\n", 1)[1].split("\n\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_code_runs_and_prints_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert run_page(README) >= 4


def test_two_commands_of_one_line_each() -> None:
    install, test = COMMANDS
    assert install.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert test.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert test.endswith("python -m pytest -q")


def test_the_first_command_prints_the_summary_that_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ratefloat.cli.main import main

    monkeypatch.chdir(ROOT)
    _, _, arguments = COMMANDS[0].rpartition(".venv/bin/ratefloat ")
    assert main(shlex.split(arguments)) == 0
    shown = next(b.text for b in blocks(README) if b.language == "text" and "premium before" in b.text)
    assert capsys.readouterr().out.startswith(shown.removesuffix("...\n"))


def test_the_policy_in_code_is_the_document_of_the_city() -> None:
    import ratefloat as rf

    code = next(block.text for block in blocks(README) if block.language == "python")
    session: dict[str, rf.FloatPolicy] = {}
    exec(compile(code, "README", "exec", dont_inherit=True), session)
    document = (ROOT / "examples" / "city" / "policy.json").read_text(encoding="utf-8")
    assert session["policy"] == rf.FloatPolicy.from_json(document)


def test_words_are_those_of_the_glossary() -> None:
    from ratefloat.tables.glossary import glossary

    known = {(term.en, term.zh, term.meaning) for term in glossary()}
    table = [tuple(row) for row in rows("## Words")]
    assert len(table) > 20
    assert set(table) <= known


def test_every_room_is_named() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    named = [name for row in rows("## How it works") for name in re.findall(r"`(\w+)`", row[0])]
    order = [layer.removeprefix("ratefloat.") for layer in reversed(layers)]
    assert sorted(named) == sorted(order)
    assert named[4:] == [name for name in order if name in named[4:]]


def test_every_command_is_named() -> None:
    from ratefloat.cli import main

    listed = re.search(r"`ratefloat ((?:\w+ \| )+\w+)`", TEXT)
    assert listed is not None
    assert set(listed[1].split(" | ")) == set(main.COMMANDS)


def test_honesty() -> None:
    assert "**The example city is made up**" in TEXT
    assert "no number of it is invented" in TEXT
