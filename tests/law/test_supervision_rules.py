"""What stands in the way of a correction cites the Opinion's sentence, or a rule that is ours."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from juzheng.law import supervision
from juzheng.law.base.citations import FORCED_CORRECTION
from juzheng.law.supervision import fairness, reports
from juzheng.law.supervision.exposure import CorrectionEvent, CorrectionState, Limits
from juzheng.law.supervision.on_file import (
    GROUNDS,
    OF_THE_SENTENCE,
    OUR_RULE,
    OnFile,
    Proof,
    Shows,
    obstacle,
)

NO_LIMITS = Limits("x", 15, 20, 5, 3, 30, 10, "", source=None)  # type: ignore[arg-type]
STANDS, FALLS, BASIS = Shows.STANDS, Shows.FALLS, Shows.BASIS


def codes() -> set[str]:
    """Return every code that the room's files give to an obstacle."""
    found = set()
    for path in Path(supervision.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "obstacle"):
                continue
            first = call.args[0]
            if isinstance(first, ast.JoinedStr):  # f"no_{element.value}"
                begins = str(getattr(first.values[0], "value", ""))
                found |= {f"{begins}{one.value}" for one in GROUNDS}
            elif isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def test_each_obstacle_is_the_sentences_or_ours_and_never_both() -> None:
    assert not OF_THE_SENTENCE & set(OUR_RULE)
    assert codes() == OF_THE_SENTENCE | set(OUR_RULE)


def test_the_opinion_is_cited_for_what_its_sentence_says_alone() -> None:
    assert obstacle("not_listed", "", "").citation == FORCED_CORRECTION
    for code in ("hearing_asked", "hearing_day", "same_officer", "again", "not_served"):
        assert obstacle(code, "", "").citation.ours
        assert obstacle(code, "", "").citation.reason
    (unshown,) = reports.unshown(consent=False)
    assert unshown.citation.ours


def weighed(shows: Shows, by: int) -> Proof:
    return Proof(CorrectionEvent.WEIGHED, shows, "看过。", by=by)


@pytest.mark.parametrize(
    ("before", "now", "may"),
    [
        ([], FALLS, True),
        ([weighed(FALLS, 1)], FALLS, True),
        ([weighed(STANDS, 1)], FALLS, False),
        ([weighed(FALLS, 1)], STANDS, False),
        ([weighed(STANDS, 2)], FALLS, True),
        ([weighed(FALLS, 1), Proof(CorrectionEvent.REFUSED, BASIS, "某办法")], STANDS, True),
        ([weighed(STANDS, 1), Proof(CorrectionEvent.REFUSED, BASIS, "某办法")], FALLS, False),
    ],
)
def test_who_weighed_a_basis_does_not_find_the_contrary(
    before: list[Proof], now: Shows, may: bool
) -> None:
    file = OnFile(
        state=CorrectionState.REFUSED,
        on=date(2026, 11, 24),
        named=("示例局", "证明", ""),
        unit_kind="police",
        division="420100",
        by=1,
        officer="420100",
        note="看过。",
        proofs=(*before, weighed(now, 1)),
    )
    nothing = replace(file, proofs=())
    assert not fairness.waits(CorrectionEvent.WEIGHED, nothing, NO_LIMITS)  # asked by the page
    found = fairness.obstacles(CorrectionEvent.WEIGHED, file, NO_LIMITS)
    assert [one.code for one in found] == ([] if may else ["weighed_otherwise"])
