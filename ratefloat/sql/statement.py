"""The SELECT of a policy: what is seen, each table of the chain, what is refused, and the results."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import prod

from ratefloat.errors import UncoveredError
from ratefloat.policy.decision import clause_text
from ratefloat.policy.derive import Link
from ratefloat.policy.table.decision_table import outcome_keys, outcome_of
from ratefloat.policy.table.whole import GROUP
from ratefloat.policy.table.words import share_text
from ratefloat.sql.indicators import Indicators, Piece, columns_of, names_of
from ratefloat.units import RATE_UNIT, decimal_text

SEEN, DECIDED = "seen", "decided"


class Statement(Indicators):
    """The SELECT of one law in one dialect."""

    def select(self, table: str, key: str) -> Piece:
        """The whole statement: what is seen, each table of the chain, what is refused, and the results."""
        source, made = SEEN, self.exp.Select().with_(SEEN, as_=self._seen(table, key), copy=False)
        for number, link in enumerate(self.law.links, start=1):
            made = made.with_(f"link_{number}", as_=self._link(number, link, source), copy=False)
            source = f"link_{number}"
        made = made.with_(DECIDED, as_=self._refused(source), copy=False)
        outcomes, names = self._outcomes()
        shown = [self.column(key, DECIDED).as_(key, quoted=True)]
        if "rated_class" not in names and "risk_class" in names_of(self.law):
            shown.append(self.when(self._decided(), self.column("risk_class", DECIDED)).as_("rated_class"))
        shown += [self.column(name, "outcomes") for name in names]
        reasons = self.when(self._decided(), self._reasons())
        shown += [reasons.as_("reasons"), self.column("rf_refused").as_("refused")]
        met = self.column("code", "outcomes").eq(self.column(f"rf_code_{len(self.law.links)}"))
        made = made.select(*shown, copy=False).from_(DECIDED, copy=False)
        return made.join(outcomes, on=met.and_(self._decided()), join_type="left", copy=False)

    def _seen(self, table: str, key: str) -> Piece:
        """The columns that are read, a default for what may be missing, and what is no value."""
        names = [name for indicator in names_of(self.law) for name in columns_of(self.law, indicator)]
        shown = [
            self.exp.func("COALESCE", self.column(n), self.number(0)).as_(n, quoted=True)
            if n == "prior_step" or n.startswith("privilege_used.") else self.column(n)
            for n in dict.fromkeys([key, *names])
        ]
        source = self.exp.to_identifier(table, quoted=True)
        return self.exp.Select().select(*shown).from_(self.exp.Table(this=source))

    def _link(self, number: int, link: Link, source: str) -> Piece:
        """One table of the chain, joined by the place of each row's case, and the state it leads to."""
        codes = _codes(link)
        places = [(place, codes[key]) for place, key in enumerate(outcome_keys(link).tolist())]
        cells = self.values(f"cells_{number}", ("place", "code"), places)
        states = [(code, outcome_of(link, key)[0]) for key, code in codes.items()]
        led = self.values(f"states_{number}", ("code", "state"), states)
        code = self.column("code", f"cells_{number}")
        made = self.exp.Select().select(
            f"{source}.*", code.as_(f"rf_code_{number}"),
            self.column("state", f"states_{number}").as_(f"rf_state_{number}"),
        )
        at = self.column("place", f"cells_{number}").eq(self._place(number, link))
        met = self.column("code", f"states_{number}").eq(code)
        # Tables of constants are large: nothing is copied on the way.
        made = made.from_(source, copy=False).join(cells, on=at, join_type="left", copy=False)
        return made.join(led, on=met, join_type="left", copy=False)

    def _place(self, number: int, link: Link) -> Piece:
        """The place of a row's case in a table: each digit times the number of cases behind it."""
        sizes = [len(cells) for cells in link.cells]
        digits = [self.digit(name, cells) for name, cells in zip(link.names, link.cells, strict=True)]
        if number > 1:
            sizes, digits = [len(link.before), *sizes], [self.column(f"rf_state_{number - 1}"), *digits]
        weights = [prod(sizes[place + 1 :]) for place in range(len(sizes))]
        parts = [d if w == 1 else d * self.number(w) for d, w in zip(digits, weights, strict=True)]
        return reduce(lambda left, right: left + right, parts) if parts else self.number(0)

    def _refused(self, source: str) -> Piece:
        """Why a row has no rate: no value of an indicator, or what the first table says that refuses it."""
        found = []
        for name in names_of(self.law):
            no_value = self.exp.func("COALESCE", self.valid(name), self.exp.false()).not_()
            text = "no base rates for its area and tier" if name == GROUP else f"{name}: no value that it can have"
            found.append((no_value, self.exp.Literal.string(text)))
        for number, link in enumerate(self.law.links, start=1):
            for refusal in range(1, len(self.law.refusals) + 1):
                mine = [code for key, code in _codes(link).items() if outcome_of(link, key)[2] == refusal]
                if mine:
                    why = self.exp.Literal.string(self.law.refusals[refusal - 1])
                    found.append((self.column(f"rf_code_{number}").isin(*mine), why))
        refused = self.cases(found).as_("rf_refused")
        return self.exp.Select().select(f"{source}.*", refused).from_(source)

    def _outcomes(self) -> tuple[Piece, list[str]]:
        """The results of the last table by code, and their names."""
        last = self.law.links[-1]
        places = [place for place in range(3) if last.after[0][place] is not None]
        names = [("rated_class", "step", "factor")[place] for place in places] + ["rate_e8"]
        rows = []
        for key, code in _codes(last).items():
            outcome = last.after[outcome_of(last, key)[0]]
            row = [self._result(place, outcome[place]) for place in (*places, 3)]
            rows.append((self.number(code), *row))
        return self.values("outcomes", ("code", *names), rows), names

    def _result(self, place: int, value: Fraction | None) -> Piece:
        assert value is not None
        if place == 2:
            return self.exp.Literal.string(share_text(value))
        text = decimal_text(value if place < 2 else value * RATE_UNIT)
        if "/" in text:
            raise UncoveredError(f"rate {value}: no finite decimal; round it with round_to(...) in the policy")
        return self.exp.Literal.number(text)

    def _reasons(self) -> Piece:
        """The clauses that changed a row's value, in document order, each once."""
        shown: list[Piece] = []
        before: dict[str, list[Piece]] = {}
        for number, link in enumerate(self.law.links, start=1):
            for place in range(len(link.notes)):
                text = clause_text(link.notes[place])
                mine = [code for key, code in _codes(link).items() if place in _reasons_of(link, key)]
                if not mine:
                    continue
                met = self.column(f"rf_code_{number}").isin(*mine)
                alone = [self.exp.not_(self.exp.Paren(this=other.copy())) for other in before.get(text, [])]
                shown.append(self.when(self.exp.and_(met, *alone), self.exp.Literal.string(text)))
                before.setdefault(text, []).append(met)
        if not shown:
            return self.exp.Literal.string("")
        return self.exp.Anonymous(this="CONCAT_WS", expressions=[self.exp.Literal.string("; "), *shown])

    def _decided(self) -> Piece:
        return self.exp.Is(this=self.column("rf_refused", DECIDED), expression=self.exp.null())


def _reasons_of(link: Link, key: int) -> tuple[int, ...]:
    return link.reason_sets[outcome_of(link, key)[1]]


def _codes(link: Link) -> dict[int, int]:
    """The number of each distinct outcome of a table."""
    return {key: code for code, key in enumerate(dict.fromkeys(outcome_keys(link).tolist()))}
