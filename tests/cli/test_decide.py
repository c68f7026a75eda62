"""`ratefloat decide`: one employer, from values or from a book."""

from __future__ import annotations

from pathlib import Path

import pytest

from ratefloat.cli.main import main

DAY = ["--on", "2024-01-01"]


def test_from_values(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "--policy", law, *DAY, "risk_class=4", "loss_ratio=62.4%", "deaths=1"]) == 0
    out = capsys.readouterr().out
    assert "loss ratio 62.4%, within (50%, 100%]" in out
    assert "1.08%" in out


def test_values_may_stand_anywhere(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "risk_class=4", "--policy", law, "loss_ratio=624/1000", *DAY, "deaths=1"]) == 0
    first = capsys.readouterr().out
    main(["decide", "--policy", law, *DAY, "risk_class=4", "loss_ratio=62.4%", "deaths=1"])
    assert capsys.readouterr().out == first


def test_in_chinese(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "--policy", law, *DAY, "risk_class=4", "loss_ratio=none", "deaths=0", "--lang", "zh"]) == 0
    assert "支缴率 无缴费" in capsys.readouterr().out


def test_benefits_over_no_premium(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "--policy", law, *DAY, "risk_class=4", "loss_ratio=5/0", "deaths=0"]) == 0
    assert "loss ratio (no premium)" in capsys.readouterr().out


def test_from_a_book(town: Path, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", "--policy", law, *DAY, "--book", str(town), "--employer", "002"]) == 0
    out = capsys.readouterr().out
    assert "employer 002" in out
    assert "loss ratio 62.4%" in out
    assert "base rate 0.90% (class 4) x 120% 1.08%" in " ".join(out.split())


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        (["risk_class=4"], 2, "no value for deaths, loss_ratio"),
        (["risk_class=4", "loss_ratio=62.4%", "death=1"], 2, "did you mean 'deaths'?"),
        (["risk_class=4", "loss_ratio=high", "deaths=1"], 2, "loss_ratio: 'high' is not a number"),
        (["risk_class=4", "loss_ratio=0.5", "deaths=1.5"], 2, "deaths: '1.5'; expected a whole number"),
        (["risk_class=9", "loss_ratio=0.5", "deaths=1"], 2, "risk_class: '9'; expected one of 1, 2"),
        (["risk_class=4", "risk_class=4"], 2, "risk_class: given twice"),
        (["62.4%"], 2, "expected name=value"),
        (["--employer", "002"], 2, "expected --book FOLDER"),
        (["--book", "{town}"], 2, "expected --employer ID"),
        (["--book", "{town}", "--employer", "2"], 3, "'2': not in the book of 4"),
        (["--book", "{town}", "--employer", "004"], 2, "004: refused: exposure row 8"),
    ],
)
def test_refusals(
    more: list[str], code: int, message: str, town: Path, law: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decide", "--policy", law, *DAY, *(text.format(town=town) for text in more)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_an_unknown_option_is_named(law: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["decide", "--policy", law, *DAY, "a=1", "--bogus"])
    assert stopped.value.code == 2
    assert "unrecognized arguments: --bogus" in capsys.readouterr().err


def test_yes_and_no() -> None:
    from ratefloat.cli.given import values_of
    from ratefloat.errors import DataError
    from ratefloat.rules.domain import Boolean

    assert values_of(["arrears=NO"], {"arrears": Boolean()}) == {"arrears": False}
    with pytest.raises(DataError, match="arrears: 'maybe'; expected yes or no"):
        values_of(["arrears=maybe"], {"arrears": Boolean()})
