"""A page of a plan: its values are the library's, it stands alone, and no text in it turns into markup."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pytest

import ratefloat as rf
from atlas.laws import clean_or_not
from ratefloat.actuarial import Discount, incentive
from ratefloat.atlas.illustrations import illustrated
from ratefloat.atlas.subject import Subject
from ratefloat.plans import load_plan, plan_ids

OPEN = [id for id in plan_ids() if illustrated(load_plan(id)) is None]
DECIDED = ["cn-shenzhen-2018", "cn-hainan-2016", "cn-unnamed-a", "cn-yuyao-2011", "jp-merit-2004"]


@cache
def page(id: str) -> str:
    return rf.atlas.page(load_plan(id))


def words(html: str) -> str:
    """The text of a page, spaces made one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.partition("</style>")[2])).split())


@pytest.mark.parametrize("id", [*OPEN, *DECIDED])
def test_every_page_stands_alone(id: str) -> None:
    html, policy = page(id), load_plan(id)
    assert html.startswith("<!doctype html>") and html.rstrip().endswith("</html>")
    assert policy.title.zh in unescape(html) and policy.title.en in unescape(html) and policy.source in unescape(html)
    outside = re.findall(r'(?:src|href)\s*=|url\(|@import|<script|https?://(?!www\.w3\.org/2000/svg")', html)
    assert not outside
    for example in policy.examples:
        assert example.name in words(html)
    for reading in policy.readings:
        assert " ".join(reading.question.split()) in words(html)


@pytest.mark.parametrize("id", OPEN)
def test_a_template_shows_its_holes_and_no_curve(id: str) -> None:
    html = page(id)
    for hole in load_plan(id).holes:
        assert f"<b>{hole.hole}</b>" in html
    assert "<svg" not in html
    assert "no decision table" in words(html)


@pytest.mark.parametrize("id", DECIDED)
def test_examples_come_out_as_expected(id: str) -> None:
    html = page(id)
    assert html.count('<span class="good">✓</span>') == len(load_plan(id).examples)
    assert "differs" not in words(html)


def test_shenzhen_has_its_rates() -> None:
    said = words(page("cn-shenzhen-2018"))
    assert "D1 derived risk class 4, loss ratio 0% step -2, rate 0.315% step -2, rate 0.315% ✓" in said
    assert "(100%, 150%] any up one step" in said
    assert "no base rate from 2022-07-01 to 2023-03-01" in said
    assert "if risk class 1: no decrease" in said


def test_hainan_has_its_published_rate() -> None:
    # Class 4 (0.8 %) at the top grade: 1.2 %, as the grid of 2017 prints it.
    said = words(page("cn-hainan-2016"))
    assert re.search(r"published, \S+ risk class 4.* step \+2, rate 1\.2% step \+2, rate 1\.2% ✓", said)
    assert "loss ratio above 200%" in said


def test_the_numbers_of_the_incentive_are_the_librarys() -> None:
    subject = Subject.of(load_plan("cn-shenzhen-2018"))
    found = incentive(
        subject.policy, subject.cell(50), on=subject.on, by="claim size", discount=Discount(1 / 1.04, "claim")
    ).frame
    row = " ".join(f"{value:.3f}" for value in found["per_yuan"])
    assert re.search(rf"\b50 \d\.\d{{3}} {re.escape(row)} exact", words(page("cn-shenzhen-2018")))


def test_an_illustrated_frame_is_said_to_be_one() -> None:
    said = words(page("cn-unnamed-a"))
    assert "This plan is a template" in said and "illustration in these places, which no source has" in said


def test_money_is_that_of_the_place() -> None:
    said = words(page("jp-merit-2004"))
    assert "in yen per yen" in said and "yuan" not in said
    assert "simulated" in said and "±" in said


def test_text_is_never_markup() -> None:
    nasty = '<script>alert("x")</script> & <b>'
    policy = clean_or_not(
        title={"en": f"en {nasty}", "zh": f"zh {nasty}"}, source=nasty, owner=nasty,
        left_out=[nasty], facts={nasty: nasty},
        readings=[{"question": nasty, "chosen": nasty, "instead": [nasty]}],
        examples=[{
            "name": nasty, "origin": "derived", "source": nasty, "given": {"risk_class": 4, "ratio": "0%"},
            "expect": {"factor": "50%"},
        }],
    )
    html = rf.atlas.page(policy)
    assert "<script" not in html and "<b>" not in html.replace("&lt;b&gt;", "")
    assert words(html).count(nasty) >= 9


def test_a_wrong_example_is_shown_to_differ() -> None:
    policy = clean_or_not(examples=[{
        "name": "wrong", "origin": "derived", "given": {"risk_class": 4, "ratio": "0%"}, "expect": {"factor": "80%"},
    }])
    assert "factor 80% factor 50% differs" in words(rf.atlas.page(policy))
