"""The open registry of kinds: users' kinds, unknown kinds, and fields of subclasses that must survive."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, ClassVar

import pytest

from ratefloat.errors import DefinitionError, UncoveredError
from ratefloat.policy.derive import derive
from ratefloat.policy.document import FloatPolicy
from ratefloat.rules import highest_of, indicator, move, privilege, set_to
from ratefloat.rules.conditions import Condition
from ratefloat.rules.pipeline import Then, When
from ratefloat.rules.rows import Rows
from ratefloat.rules.rule import Rule
from ratefloat.rules.values import Mask, Values
from ratefloat.units import Number
from rules.bench import by_steps


class Doubled(Rule):
    """The step twice over, up to a limit."""

    kind: ClassVar[str] = "doubled, of tests"

    limit: Number

    def apply(self, value: Values | None, rows: Rows) -> Values:
        assert value is not None
        return rows.settle(self, value, value.map(lambda step: min(2 * step, self.limit)))


class OddDeaths(Condition):
    """A number of deaths that is one of some."""

    kind: ClassVar[str] = "odd deaths, of tests"

    among: tuple[int, ...]

    def mask(self, rows: Rows) -> Mask:
        column = rows.column("deaths")
        found = column.equals(Fraction(self.among[0]))
        for number in self.among[1:]:
            found = found | column.equals(Fraction(number))
        return found


MADE = Doubled(limit=2, clause="art. 9").when(OddDeaths(among=(1, 3)) | indicator("arrears"))


def test_a_kind_of_a_user_goes_through_json_and_tables() -> None:
    policy = by_steps(move(1), MADE)
    back = FloatPolicy.from_json(policy.to_json())
    assert back == policy
    assert back.hash == policy.hash
    steps = [back.decide(on="2023-01-01", risk_class=1, deaths=n, arrears=False).step for n in range(4)]
    assert steps == [1, 2, 1, 2]
    cells = dict(zip(derive(back).links[0].names, derive(back).links[0].cells, strict=True))
    assert [cell.text for cell in cells["deaths"]] == ["0", "1", "2", "3", ">= 4"]


@pytest.mark.parametrize(
    "held",
    [
        lambda rule: rule.when(OddDeaths(among=(1, 3))), lambda rule: rule >> rule, lambda rule: highest_of(rule, rule),
        lambda rule: rule.during("2023-01-01/2024-01-01"), lambda rule: privilege("once", rule),
        lambda rule: move(1).when(~(OddDeaths(among=(1,)) & OddDeaths(among=(3,)))),
    ],
)
def test_fields_of_a_subclass_are_kept_wherever_it_is_held(held: Any) -> None:
    # pydantic writes a field typed by its base class with the base's fields only, unless told otherwise.
    rule = held(Doubled(limit="1.5", clause="art. 9"))
    written = json.dumps(rule.model_dump(mode="json"))
    assert '"limit": "150%"' in written or '"among": [1]' in written
    fields = rule.model_dump(mode="json")
    fields.pop("kind")
    assert type(rule).model_validate(fields) == rule


def test_an_unknown_kind_is_refused_by_its_name() -> None:
    document = by_steps(set_to(1)).document()
    document["rule"]["rules"][1]["kind"] = "set to"
    with pytest.raises(DefinitionError, match=r"rule kind 'set to': unknown; expected one of add_points, at_least"):
        FloatPolicy.from_document(document)
    document["rule"]["rules"][1] = {"value": 1}
    with pytest.raises(DefinitionError, match="rule: node without a kind; expected one of"):
        FloatPolicy.from_document(document)


def test_a_kind_belongs_to_one_class() -> None:
    with pytest.raises(DefinitionError, match="rule kind 'move': already taken by Move"):

        class Other(Rule):
            """Another move."""

            kind: ClassVar[str] = "move"


def test_a_definition_is_frozen_and_replace_validates() -> None:
    rule = set_to(1)
    with pytest.raises(Exception, match="frozen"):
        rule.value = 2  # type: ignore[misc,assignment]
    # model_copy(update=...) would not validate.
    with pytest.raises(DefinitionError, match="0.5 is a float"):
        rule.replace(value=0.5)
    with pytest.raises(DefinitionError, match="SetTo has no field 'to'; expected one of clause, value"):
        rule.replace(to=1)
    assert rule.replace(value=2) == set_to(2)


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(DefinitionError, match="until: Extra inputs are not permitted"):
        When(rule=set_to(1), condition=indicator("arrears"), until="2024-01-01")
    with pytest.raises(DefinitionError, match="then: no rules; expected at least one"):
        Then(rules=())


def test_a_lookup_error_prints_its_message_plainly() -> None:
    # str() of a KeyError is its message in quotes, so look-up errors derive from LookupError.
    with pytest.raises(LookupError) as caught:
        by_steps(set_to(9)).decide(on="2023-01-01", risk_class=1)
    assert isinstance(caught.value, UncoveredError)
    assert not isinstance(caught.value, KeyError)
    assert str(caught.value).startswith("policy bench: the step is not on the ladder")
