"""Rating a book, against results worked out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from policy.conftest import book_of, claim, employer, exposure

import ratefloat as rf

ON = "2024-01-01"


def test_every_employer_gets_the_rate_of_the_notice(policy, book):
    frame = rf.rate(policy, book, on=ON).to_frame().set_index("employer")
    # A 11,232 / 18,000 = 62.4 %: base step, a death: +1; D 150 % exactly: +1; F one fen above: +2; G 50 %: -1
    assert frame["step"].to_dict() == {"A": 1, "B": 0, "007": 0, "D": 1, "F": 2, "G": -1}
    assert frame["rate"].to_dict() == {
        "A": "1.08%", "B": "0.20%", "007": "0.70%", "D": "1.08%", "F": "1.35%", "G": "0.72%"
    }
    assert frame.loc["A", "rate_e8"] == 1_080_000
    assert frame.loc["F", "estimated_premium"] == 13_500_00
    assert frame["reasons"].to_dict() == {
        "A": "art. 6", "B": "art. 5; art. 3", "007": "art. 5; art. 4", "D": "art. 5", "F": "art. 5", "G": "art. 5"
    }
    assert frame["refused"].isna().all()


def test_one_employer_equals_its_row(policy, book):
    whole = rf.rate(policy, book, on=ON).to_frame().set_index("employer")
    for id in book.ids.tolist():
        alone = rf.rate(policy, book.select([id]), on=ON).to_frame().set_index("employer")
        for name in ("step", "rate", "reasons", "estimated_premium"):
            assert alone.loc[id, name] == whole.loc[id, name]


def test_the_decision_explains_its_row(policy, book):
    rating = rf.rate(policy, book, on=ON)
    decision = rating.decision("A")
    assert decision.clauses == ("art. 6",)
    assert decision.explain("zh").splitlines() == [
        "工伤保险费率浮动说明　单位编号 A　考核期 2022-01-01 至 2023-12-31",
        "支缴率 62.4%，在 (50%, 100%] 内  基准档    第五条",
        "工亡 1 人，至少上浮一档          上浮一档  第六条",
        "浮动比例                         120%      人社部发〔2015〕71号",
        "基准费率 0.90%（四类）× 120%     1.08%",
    ]
    assert "not applicable" in decision.worksheet("en")
    assert "(no effect)" in decision.worksheet("en")


def test_a_refused_employer_stays_with_its_reason_and_costs_nobody(policy):
    people = [employer("A", 4), employer("B", 9), employer("C", 4)]
    years = [exposure(id, year) for id in "ABC" for year in (2022, 2023)]
    rating = rf.rate(policy, book_of(people, years, []), on=ON)
    frame = rating.to_frame().set_index("employer")
    assert frame.loc["B", "refused"].startswith("risk_class 9: unknown to the policy; expected one of 1, 2, 3")
    assert pd.isna(frame.loc["B", "rate"])
    assert frame.loc["A", "rate"] == frame.loc["C", "rate"] == "0.45%"
    assert rating.refused["employer"].tolist() == ["B"]
    with pytest.raises(rf.DataError, match=r"1 of 3 rows .* refused \(B: risk_class 9"):
        rating.raise_refused()
    with pytest.raises(rf.DataError, match="employer B: refused: risk_class 9"):
        rating.decision("B")


def test_payroll_times_rate_beyond_64_bits_is_refused_never_wrapped():
    doubled = rf.FloatPolicy(
        id="thousandfold", title="A thousand times the payroll", source="none", effective="2020-01-01/",
        review=rf.Review(every_years=1, anchor="2020-01-01"), window=rf.Window(months=12),
        base=rf.BaseRateTable.single("whole", {4: "100%"}, effective="2000-01-01/", source="none"),
        rule=rf.base_rate() >> rf.times("100000%"),
    )
    people = [employer("A", 4), employer("B", 4)]
    years = [exposure("A", 2023, payroll="1000000000000000.00"), exposure("B", 2023)]
    frame = rf.rate(doubled, book_of(people, years, []), on=ON).to_frame().set_index("employer")
    assert frame.loc["A", "refused"] == "payroll x rate: beyond 64 bits; expected payroll in the currency's main unit"
    assert frame.loc["B", "estimated_premium"] == 1_000_000_000_00


def test_outside_its_period_a_policy_rates_nobody(policy, book):
    with pytest.raises(rf.UncoveredError, match="not in force on 2027-01-01; it covers 2022-01-01/2027-01-01"):
        rf.rate(policy, book, on="2027-01-01")


def test_a_day_before_the_base_table_is_told_with_its_span(policy, book):
    early = policy.replace(effective="2010-01-01/2027-01-01", review=rf.Review(every_years=2, anchor="2010-01-01"))
    with pytest.raises(rf.UncoveredError, match="cn-national-2015.*2014-01-01.*2015-10-01"):
        rf.rate(early, book, on="2014-01-01")


def test_a_hole_of_the_table_refuses_who_falls_into_it(policy, book):
    rows = {"no premium": 0, "[0, 62.4%)": -1, "62.4%": None, "(62.4%, inf)": 1}
    ladder = rf.ladder({-1: "80%", 1: "120%", 0: "100%"})
    holed = policy.replace(rule=rf.bands("loss_ratio", rows, clause="art. 5") >> ladder >> rf.base_rate())
    frame = rf.rate(holed, book, on=ON).to_frame().set_index("employer")
    assert frame.loc["A", "refused"] == "loss_ratio: no row of the table covers this value (bands (art. 5))"
    assert frame["refused"].notna().sum() == 1
    with pytest.raises(rf.UncoveredError, match="no row of the table covers this value"):
        holed.decide(on=ON, risk_class=4, loss_ratio="62.4%")


def test_a_step_off_the_ladder_is_refused_and_stay_on_ladder_holds_it(policy, book):
    short = rf.ladder({-1: "80%", 0: "100%", 1: "120%"}, clause="art. 2")
    bands = policy.rule.rules[0]
    off = policy.replace(rule=bands >> short >> rf.base_rate())
    frame = rf.rate(off, book, on=ON).to_frame().set_index("employer")
    assert frame.loc["F", "refused"].startswith("the step is not on the ladder (ladder (art. 2)); write stay_on_ladder")
    assert frame.loc["G", "rate"] == "0.72%"
    held = policy.replace(rule=bands >> rf.stay_on_ladder() >> short >> rf.base_rate())
    assert rf.rate(held, book, on=ON).to_frame().set_index("employer").loc["F", "rate"] == "1.08%"


def test_a_correction_recorded_later_is_unknown_before(policy):
    people = [employer("A", 4)]
    claims = [
        claim("c1", "A", medical="1.00", recorded_at="2022-10-01"),
        claim("c2", "A", medical="30000", recorded_at="2024-02-01"),
    ]
    book = book_of(people, [exposure("A", 2022), exposure("A", 2023)], claims)
    assert rf.rate(policy, book, on=ON).to_frame()["step"].tolist() == [2]
    then = rf.rate(policy, book, on=ON, known_on="2024-01-15")
    assert then.to_frame()["step"].tolist() == [-1]
    assert then.known_on == date(2024, 1, 15)


def test_next_decisions_feed_the_following_review(policy, book):
    rating = rf.rate(policy, book, on=ON)
    decided = rating.next_decisions()
    assert decided["start"].unique().tolist() == ["2024-01-01"]
    assert decided["end"].unique().tolist() == ["2026-01-01"]
    later = book.replace(decisions=decided)
    walk = policy.replace(rule=rf.start_from_prior() >> rf.stay_on_ladder() >> policy.rule.rules[5] >> rf.base_rate())
    steps = rf.rate(walk, later, on="2026-01-01").to_frame().set_index("employer")["step"]
    assert steps["F"] == 2
    assert steps["G"] == -1


def test_rating_again_gives_the_same_hash_whatever_the_order(policy, book):
    first = rf.rate(policy, book, on=ON)
    assert first.verify().hash == first.hash
    turned = book.select(list(reversed(book.ids.tolist())))
    assert rf.rate(policy, turned, on=ON).hash == first.hash


def test_the_summary_counts_and_adds_up(policy, book):
    summary = rf.rate(policy, book, on=ON).summary()
    total = summary.total
    assert (total.employers, total.up, total.down, total.unchanged, total.refused) == (6, 3, 1, 2, 0)
    # 4 x 9,000 + 2,000 + 7,000 before; 10,800 + 2,000 + 7,000 + 10,800 + 13,500 + 7,200 after
    assert (total.before, total.after) == (45_000_00, 51_300_00)
    assert sum(line.employers for line in summary.lines[:-1]) == 6
    assert "up two steps" in str(summary)
    assert summary.to_frame().loc["class 4", "up"] == 3


def test_the_result_frame_has_the_documented_types(policy, book):
    frame = rf.rate(policy, book, on=ON).to_frame()
    assert list(frame.columns) == [
        "employer", "risk_class", "step", "factor", "rate", "rate_e8", "payroll", "estimated_premium", "reasons",
        "refused",
    ]
    assert str(frame["rate_e8"].dtype) == "Int64"
    assert str(frame["payroll"].dtype) == "Int64"


def test_a_rate_below_zero_is_never_issued(policy, book):
    less = policy.replace(rule=policy.rule >> rf.add_points("-0.3%", clause="art. 13"))
    frame = rf.rate(less, book, on=ON).to_frame().set_index("employer")
    # B pays 0.20 %: 0.20 - 0.30 is refused; A pays 1.08 - 0.30
    assert frame.loc["B", "refused"] == "the rate falls below 0 (add_points (art. 13)); expected 0 or more"
    assert frame.loc["A", "rate"] == "0.78%"
    with pytest.raises(rf.DefinitionError, match="factor of step 0 below 0"):
        rf.ladder({0: "-100%"})


def test_a_cut_of_the_base_rate_stands_where_the_base_rate_is(policy):
    rule = policy.rule >> rf.times("85%") >> rf.phase_cut("20%", of="base rate")
    with pytest.raises(rf.DefinitionError, match=r"stands after times; expected directly after base_rate\(\)"):
        policy.replace(rule=rule)


def test_peers_leave_out_who_can_not_be_rated(policy):
    relative = policy.replace(
        indicators={"often": rf.relative(rf.frequency(rf.cases("injury")), to="book mean")},
        rule=rf.bands("often", {"no premium": 0, "[0, 3/2]": 0, "(3/2, inf)": 1})
        >> policy.rule.rules[5] >> rf.base_rate(),
    )
    people = [employer("A", 4), employer("B", 4), employer("X", 9)]
    years = [exposure(id, year) for id in "ABX" for year in (2022, 2023)]
    claims = [claim("a", "A")] + [claim(f"x{n}", "X") for n in range(9)]
    rating = rf.rate(relative, book_of(people, years, claims), on=ON)
    # A 1 case, B none: A is at twice the mean of the two; with X's nine it would be below it
    assert rating.to_frame().set_index("employer")["step"].dropna().to_dict() == {"A": 1, "B": 0}
    alone = rf.rate(relative, book_of(people, years, claims).select(["A"]), on=ON, peers=rating.peers)
    assert alone.to_frame()["step"].tolist() == [1]


def test_an_unknown_payroll_leaves_the_estimate_empty_and_says_so(policy):
    people = [employer("A", 4), employer("B", 4)]
    years = [exposure("A", 2022), exposure("A", 2023, payroll=""), exposure("B", 2022), exposure("B", 2023)]
    rating = rf.rate(policy, book_of(people, years, []), on=ON)
    frame = rating.to_frame().set_index("employer")
    assert pd.isna(frame.loc["A", "estimated_premium"])
    assert frame.loc["A", "rate"] == "0.45%"
    assert frame.loc["B", "estimated_premium"] == 4_500_00
    assert any("estimated premium: unknown for 1 employers" in note for note in rating.notes)
    assert "estimated premium: unknown" in str(rating.summary())


def test_one_rate_without_end_costs_nobody_else_the_output(policy, book):
    thirds = rf.ladder({-2: "50%", -1: "80%", 0: "100%", 1: "4/3", 2: "150%"}, clause="art. 2")
    base = rf.BaseRateTable.single("odd", dict.fromkeys(range(1, 9), "1%"), effective="2000-01-01/", source="none")
    rule = policy.rule.rules[0] >> thirds >> rf.base_rate()
    frame = rf.rate(policy.replace(rule=rule, base=base), book, on=ON).to_frame().set_index("employer")
    assert frame.loc["D", "rate"] == "(4/3)%"
    assert pd.isna(frame.loc["D", "rate_e8"])
    assert frame.loc["G", "rate_e8"] == 800_000


def test_nobody_is_rated_in_an_empty_book(policy):
    frame = rf.rate(policy, rf.Book.empty(), on=ON).to_frame()
    assert len(frame) == 0


def test_steps_of_the_law_before_are_carried_over_in_the_first_review(policy):
    walk = policy.replace(
        rule=rf.start_from_prior() >> policy.rule.rules[5] >> rf.base_rate(), transition={5: 2, -3: -2},
        effective="2024-01-01/2027-01-01",
    )
    assert rf.FloatPolicy.from_json(walk.to_json()) == walk
    people = [employer("A", 4), employer("B", 4), employer("C", 4)]
    years = [exposure(id, year) for id in "ABC" for year in (2022, 2023)]
    decided = [
        {"employer": id, "review_start": "2022-01-01", "step": step, "start": "2022-01-01", "end": "2024-01-01"}
        for id, step in (("A", "5"), ("B", "1"), ("C", "4"))
    ]
    frame = rf.rate(walk, book_of(people, years, [], decisions=decided), on=ON).to_frame().set_index("employer")
    assert frame.loc["A", "step"] == 2
    assert frame.loc["B", "step"] == 1
    assert frame.loc["C", "refused"].startswith("prior_step 4: unknown to the policy; expected one of -2, -1, 0, 1, 2")


def test_a_rate_of_a_later_table_starts_with_the_table(policy):
    old = rf.BaseRateTable.single("t", {1: "0.2%", 4: "0.9%"}, effective="2015-10-01/2025-01-01", source="n1")
    new = rf.BaseRateTable.single("t", {1: "0.2%", 4: "0.8%"}, effective="2025-01-01/", source="n2")
    both = policy.replace(base=rf.BaseRateTable(id="t", title=old.title, jurisdiction="", rows=old.rows + new.rows))
    book = book_of([employer("A", 4)], [exposure("A", 2022), exposure("A", 2023)], [])
    first, later = rf.rate(both, book, on=ON), rf.rate(both, book, on="2025-03-01")
    assert first.next_decisions()["start"].tolist() == ["2024-01-01"]
    assert later.next_decisions()["start"].tolist() == ["2025-01-01"]
    grown = book.replace(decisions=pd.concat([first.next_decisions(), later.next_decisions()]))
    assert grown.spoiled == {}


def test_names_of_built_in_state_are_not_for_indicators(policy):
    for name in ("tier", "area", "risk_class", "prior_step"):
        with pytest.raises(rf.DefinitionError, match=f"indicator '{name}' is built in"):
            policy.replace(indicators={**policy.indicator_map, name: rf.count("death")})


def test_an_unknown_prior_step_is_refused_though_the_ladder_has_one_rung(policy):
    flat = policy.replace(rule=rf.start_from_prior() >> rf.ladder({0: "100%"}) >> rf.base_rate())
    years = [exposure(id, year) for id in "AB" for year in (2022, 2023)]
    decided = [{"employer": "A", "review_start": "2022-01-01", "step": "2", "start": "2022-01-01", "end": "2024-01-01"}]
    book = book_of([employer("A", 4), employer("B", 4)], years, [], decisions=decided)
    frame = rf.rate(flat, book, on=ON).to_frame().set_index("employer")
    assert frame.loc["A", "refused"] == "prior_step 2: unknown to the policy; expected one of 0"
    assert frame.loc["B", "rate"] == "0.90%"
