"""The mutation score: 100 %, with every rule of ours needed for it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.documents import stacks_of
from audit.engines import Outcome, engines
from audit.findings import CheckFailed, Document, Finding
from audit.gates import subject_of
from audit.mutation.gate import judged as judged_by
from audit.mutation.score import judge, needed_rules, rows_without_mutant, survivors, types_without_row
from audit.mutation.ticks import Row, Table, Weakening
from delivery.rulebook import own_rules

ROOT = Path(__file__).parents[2]


def test_somebody_notices_every_weakening_and_switching_off_any_rule_of_ours_turns_the_score_red() -> None:
    """What is emitted and the specimens, judged by the real checkers. One test, because that takes a minute."""
    mutants, table = judged_by(subject_of(stacks_of(ROOT / "out")), engines())
    assert len(mutants) > 2000
    assert [one.mutant.name for one in survivors(mutants)] == []
    every_checker_asked = [one for one in mutants if one.asked_all]
    assert [rule.id for rule in own_rules() if not survivors(every_checker_asked, without=rule.id)] == []
    assert rows_without_mutant(mutants, table) == []
    emitted = [one.document for one in mutants if one.document.file.startswith("out/")]
    assert types_without_row(emitted, table) == []


# How it judges, with checkers that are easy to foresee.


@dataclass
class Words:
    """A checker that finds each of its words in the text of a document."""

    words: Sequence[str]
    name: str = "words"

    def attempt(self, documents: Sequence[Document], jobs: int = 0) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for document in documents:
            text = json.dumps(document.template)
            found = tuple(Finding(document.name, word, "B", "", "found") for word in self.words if word in text)
            outcomes.append(CheckFailed("unreadable") if "unreadable" in text else found)
        return outcomes

    def check(self, documents: Sequence[Document], jobs: int = 0) -> list[tuple[Finding, ...]]:
        raise NotImplementedError


def table(*weakenings: str) -> Table:
    weaken = tuple(Weakening("set", "Mode", to) for to in weakenings)
    return Table((Row("X-1", "T", "Mode is safe", weaken),), {})


def mutants_of(mode: str, *to: str, first: Sequence[str], others: Sequence[str] = ()):
    document = Document("out/d.json", "out/d.json", {"Resources": {"B": {"Type": "T", "Properties": {"Mode": mode}}}})
    return judge([document], table(*to), Words(first), [Words([word]) for word in others])


def test_what_a_checker_says_of_the_original_notices_nothing() -> None:
    """`bad` stands in both."""
    (one,) = mutants_of("bad and safe", "bad and open", first=["bad"])
    assert survivors([one]) == [one]


def test_a_rule_is_needed_only_when_all_others_were_asked_and_are_silent() -> None:
    alone, shared = mutants_of("safe", "open", "wide", first=["open", "wide"], others=["wide"])
    assert alone.noticed_by == {"open"}
    assert shared.noticed_by == {"wide"}  # one rule id, said by two checkers
    assert needed_rules([alone]) == {"open"}


def test_a_checker_that_cannot_read_a_mutant_has_not_noticed_it() -> None:
    (one,) = mutants_of("safe", "unreadable", first=["unreadable"])
    assert survivors([one]) == [one]


def test_a_row_that_brings_no_mutant_and_a_type_without_a_row_are_named() -> None:
    judged = mutants_of("safe", "open", first=["open"])
    more = Table((*table("open").rows, Row("X-2", "U", "r", (Weakening("delete", ""),))), {"S": "nothing to weaken"})
    document = Document("d", "d", {"Resources": {"A": {"Type": "T"}, "B": {"Type": "S"}, "C": {"Type": "New"}}})
    assert rows_without_mutant(judged, more) == ["X-2 U"]
    assert types_without_row([document], more) == ["New"]
