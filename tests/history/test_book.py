"""The book: reading, writing, looking up, hashing, selecting, as known on a past day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from history.books import book, claims, employers, exposure, random_book, random_frames
from ratefloat.errors import DataError, DefinitionError, UncoveredError
from ratefloat.history import Book
from ratefloat.periods import Span


def write_city(folder: Path, *, encoding: str = "utf-8", name: str = "锅炉厂") -> Path:
    folder.mkdir(exist_ok=True)
    files = {
        "employers": f"employer,name,risk_class,participation\n00017,{name},4,2015-01-01\n",
        "exposure": "employer,month,payroll\n00017,2023-05,5000.50\n",
        "claims": "claim,employer,cause,death,disease,paid_on,medical\nC1,00017,work,否,no,2023-05-06,12.5\n",
    }
    for table, text in files.items():
        (folder / f"{table}.csv").write_bytes(text.encode(encoding))
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_reads_the_encodings_of_exports(tmp_path: Path, encoding: str) -> None:
    read = Book.read(write_city(tmp_path, encoding=encoding))
    assert list(read.ids) == ["00017"]
    assert read.frame("employers")["name"].tolist() == ["锅炉厂"]
    assert read.tables["exposure"].numbers("payroll").tolist() == [500050]
    assert read.tables["claims"].numbers("medical").tolist() == [1250]
    assert read.span() == Span(2023 * 12 + 4, 2023 * 12 + 5)
    assert not len(read.problems)


def test_yen_have_no_decimals(tmp_path: Path) -> None:
    read = Book.read(write_city(tmp_path), currency="JPY")
    reasons = read.problems.set_index("column")["reason"]
    assert reasons["payroll"] == "more than 0 decimals; expected an amount in whole minor units"
    with pytest.raises(DefinitionError, match="currency 'XXX': unknown; expected one of CNY"):
        Book.read(tmp_path, currency="XXX")


def test_a_stated_encoding_is_used_strictly(tmp_path: Path) -> None:
    write_city(tmp_path, encoding="gb18030")
    with pytest.raises(DataError, match=r"employers\.csv: not text in utf-8"):
        Book.read(tmp_path, encoding="utf-8")
    with pytest.raises(DataError, match="encoding 'klingon': unknown; expected such as utf-8 or gb18030"):
        Book.read(tmp_path, encoding="klingon")


def test_binary_files_are_refused_by_name(tmp_path: Path) -> None:
    write_city(tmp_path)
    (tmp_path / "claims.csv").write_bytes("claim,employer\n".encode("utf-16"))
    with pytest.raises(DataError, match=r"claims\.csv: not text in UTF-8 or GB 18030; .*save it again as UTF-8"):
        Book.read(tmp_path)


def test_whole_file_troubles_raise(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not found; expected a folder with employers.csv, exposure.csv, claims.csv"):
        Book.read(tmp_path / "none")
    with pytest.raises(DataError, match=r"employers\.csv: not found"):
        Book.read(tmp_path)
    write_city(tmp_path)
    (tmp_path / "claims.csv").write_text("\n  \n")
    with pytest.raises(DataError, match=r"claims\.csv: empty; expected a header line and records"):
        Book.read(tmp_path)
    (tmp_path / "claims.csv").write_text("claim,employer\n")
    with pytest.raises(DataError, match="claims: no column cause, death, disease; it has claim, employer"):
        Book.read(tmp_path)
    (tmp_path / "claims.csv").write_text("claim,claim,employer\n")
    with pytest.raises(DataError, match="claims: column 'claim' stands twice"):
        Book.read(tmp_path)
    (tmp_path / "claims.csv").write_text('claim,employer\n"C1,A\n')
    with pytest.raises(DataError, match="line 2: .*mend the quotes there"):
        Book.read(tmp_path)


def test_exposure_needs_a_period() -> None:
    with pytest.raises(DataError, match=r"exposure: no column month \(or start and end\)"):
        book(exposure=exposure("A").drop(columns="end"))


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    write_city(tmp_path)
    header = "claim,employer,cause,death,disease\n"
    text = header + 'C1,00017,work,no,no\n\n"C\n2",00017,work,no,no\nC3,00017,work,no,x\nC4,00017\n'
    (tmp_path / "claims.csv").write_text(text)
    problems = Book.read(tmp_path).problems
    assert problems["row"].tolist()[0] == 6
    assert problems["reason"].tolist()[0] == "expected yes or no"
    assert problems["row"].tolist()[-1] == 7
    assert "2 cells; expected 5 as in the header" in problems["reason"].tolist()


def test_unknown_columns_are_told_and_spoil_nobody() -> None:
    made = book(exposure=exposure("A", "B", premium_payed="1"))
    assert made.problems["reason"].tolist() == ["unknown column, not read; did you mean premium_paid"]
    assert made.spoiled == {}


def test_frames_take_text_integers_decimals_dates_and_short_floats() -> None:
    people = pd.DataFrame(
        {
            "employer": ["A", "B"],
            "risk_class": [4, 2],
            "participation": pd.to_datetime(["2015-01-01", "2016-02-03"]),
        }
    )
    months = pd.DataFrame(
        {
            "employer": ["A", "A", "B"],
            "month": ["2023-01", "2023-02", "2023-01"],
            "payroll": [Decimal("1.5"), 2.25, float("nan")],
            "premium_due": [3, 4, 5],
            "head_months": [1.0, 2.0, None],
        }
    )
    made = Book.from_frames(employers=people, exposure=months, claims=claims())
    missing = -(2**63)
    assert made.spoiled == {}
    assert made.tables["exposure"].numbers("payroll").tolist() == [150, 225, missing]
    assert made.tables["exposure"].numbers("premium_due").tolist() == [300, 400, 500]
    assert made.tables["exposure"].numbers("head_months").tolist() == [1, 2, missing]


def test_a_float_with_hidden_digits_is_refused() -> None:
    made = book(exposure=exposure("A", "B").assign(payroll=[0.1 + 0.2, 1.0, 2.0, 3.0]))
    assert made.problems["value"].tolist() == ["0.30000000000000004"]
    assert list(made.spoiled) == ["A"]


def test_index_names_close_ids() -> None:
    made = book(ids=("E000817", "E000818"))
    assert made.index("E000818") == 1
    with pytest.raises(UncoveredError, match=r"employer 'E00817': not in the book of 2; close: E000817.*leading zeros"):
        made.index("E00817")


def test_the_hash_ignores_the_order_of_rows() -> None:
    frames = random_frames(3)
    first = Book.from_frames(**frames).hash()
    shuffled = {name: frame.sample(frac=1, random_state=5) for name, frame in frames.items()}
    assert Book.from_frames(**shuffled).hash() == first
    changed = frames["claims"].copy()
    changed.loc[0, "medical"] = "0.01"
    assert Book.from_frames(**{**frames, "claims": changed}).hash() != first


def test_the_hash_sees_problems() -> None:
    good = book()
    bad = book(exposure=pd.concat([exposure("A", "B"), exposure("A", years=(2021,), payroll="x")]))
    assert good.hash() != bad.hash()
    assert len(good.tables["exposure"]) == len(bad.tables["exposure"])


def test_write_and_read_are_inverse_problems_included(tmp_path: Path) -> None:
    made = Book.from_frames(**random_frames(4), currency="CNY")
    bad = made.replace(exposure=pd.concat([made.frame("exposure"), exposure("0001", years=(2030,), payroll="-1")]))
    bad.write(tmp_path / "out")
    again = Book.read(tmp_path / "out")
    assert again.hash() == bad.hash()
    assert again.spoiled == bad.spoiled
    assert list(again.spoiled) == ["0001"]
    with pytest.raises(DataError, match="is there already"):
        bad.write(tmp_path / "out")


def test_write_leaves_nothing_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(OSError, match="disk full"):
        book().write(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_as_known_on_a_past_day() -> None:
    made = book(
        {"employer": "A", "medical": "5", "paid_on": "2023-01-01", "recorded_at": "2024-03-01"},
        {"employer": "B", "medical": "5", "paid_on": "2023-01-01", "recorded_at": ""},
        employers=employers("A", "B", recorded_at=["", "2024-02-01"]),
    )
    assert len(made.as_known_on(date(2024, 3, 1)).tables["claims"]) == 2
    assert made.as_known_on(date(2024, 2, 28)).frame("claims")["employer"].tolist() == ["B"]
    early = made.as_known_on(date(2024, 1, 31))
    assert list(early.ids) == ["A"]
    assert early.frame("exposure")["employer"].unique().tolist() == ["A"]


def test_a_bad_record_is_no_problem_before_it_was_recorded() -> None:
    made = book({"employer": "A", "medical": "x", "paid_on": "2023-01-01", "recorded_at": "2024-03-01"})
    assert list(made.spoiled) == ["A"]
    assert made.as_known_on(date(2024, 2, 28)).spoiled == {}


def test_select_keeps_records_of_the_chosen_and_of_linked_employers() -> None:
    made = book(
        {"employer": "A", "bearer": "D", "medical": "1", "paid_on": "2023-01-01"},
        ids=("A", "B", "C", "D"),
        employers=employers("A", "B", "C", "D", predecessors=["", "A:0.5", "A:0.5", ""]),
    )
    assert list(made.select(["D"]).ids) == ["D"]
    assert made.select(["D"]).tables["claims"].owners("bearer").tolist() == [0]
    assert list(made.select(["C"]).ids) == ["A", "B", "C"]
    assert len(made.select(["C"]).tables["claims"]) == 0


def test_replace_builds_one_table_anew() -> None:
    made = book(exposure=exposure("A", "B", payroll="x"))
    assert set(made.spoiled) == {"A", "B"}
    mended = made.replace(exposure=exposure("A", "B"))
    assert mended.spoiled == {}
    with pytest.raises(DefinitionError, match="table 'people': unknown"):
        made.replace(people=employers("A"))


def test_frames_that_go_in_stay_as_they_are() -> None:
    frames = random_frames(1)
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    Book.from_frames(**frames)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_a_book_of_nobody() -> None:
    assert Book.empty().hash() == Book.empty().as_known_on(date(2020, 1, 1)).hash()
    assert len(Book.empty()) == 0


def test_a_book_says_what_it_is() -> None:
    assert repr(random_book(1)) == "Book(12 employers, 48 claims, 0 problems)"
    assert len(random_book(1)) == 12
    assert np.array_equal(random_book(1).ids, random_book(2).ids)
