"""The chain of digests (台账): whatever is changed, taken, put in or swapped is found."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.law.base.ledger import (
    GENESIS,
    Flaw,
    FlawKind,
    Line,
    Recorded,
    canonical,
    checkpoint,
    digest,
    flaws,
)
from juzheng.law.base.terms import Term

FIRST_DIGEST = "7f9a63a137b2410b127eb0a502cd4fdcbe459849a1ee68513aed59d525785a18"
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
DETAILS = st.dictionaries(TEXT, VALUES, max_size=3)


def chained(details: Sequence[Mapping[str, object]], chain: str = "case-1") -> list[Recorded]:
    previous, recorded = GENESIS, []
    for position, detail in enumerate(details, start=1):
        line = Line(chain, position, "case.received", AT, "clerk-1", detail)
        previous = digest(previous, line)
        recorded.append(Recorded(line, previous))
    return recorded


def kinds(found: Sequence[Flaw]) -> set[FlawKind]:
    return {flaw.kind for flaw in found}


def head(chain: Sequence[Recorded]) -> tuple[int, str]:
    return len(chain), chain[-1].digest


CHAINS = st.lists(DETAILS, min_size=2, max_size=6).map(chained)
FOUR = chained([{"n": n} for n in range(4)])


class Word(Term):
    """A word (词) for the test."""

    YES = "yes", "是"


@given(CHAINS)
def test_a_chain_left_alone_is_whole(chain: list[Recorded]) -> None:
    assert flaws(chain) == ()
    assert flaws(chain, head(chain)) == ()


@given(CHAINS, st.data())
def test_a_change_to_any_field_of_any_line_is_found(
    chain: list[Recorded], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    line = chain[place].line
    changed = data.draw(
        st.sampled_from(
            [
                replace(line, event="case.refused"),
                replace(line, at=line.at + timedelta(microseconds=1)),
                replace(line, by="clerk-2"),
                replace(line, details={**line.details, "more": 1}),
                replace(line, chain="case-2"),
                replace(line, position=line.position + 1),
                replace(line, position=0),
            ]
        )
    )
    chain[place] = Recorded(changed, chain[place].digest)
    assert flaws(chain)


@given(CHAINS, st.data())
def test_a_changed_digest_is_found_where_it_is(chain: list[Recorded], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    chain[place] = Recorded(chain[place].line, "f" * 64)
    found = flaws(chain)
    assert place + 1 in {flaw.position for flaw in found}
    assert kinds(found) == {FlawKind.CHANGED}


@given(CHAINS, st.data())
def test_a_line_taken_out_is_found(chain: list[Recorded], data: st.DataObject) -> None:
    known = head(chain)
    place = data.draw(st.integers(0, len(chain) - 1))
    del chain[place]
    found = flaws(chain, known)
    assert [flaw.position for flaw in found if flaw.kind is FlawKind.MISSING] == [place + 1]


@given(CHAINS, st.data())
def test_two_lines_swapped_are_found(chain: list[Recorded], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(chain) - 2))
    second = data.draw(st.integers(first + 1, len(chain) - 1))
    chain[first], chain[second] = chain[second], chain[first]
    assert kinds(flaws(chain)) == {FlawKind.REORDERED}


@given(CHAINS, DETAILS, st.data())
def test_a_line_put_in_is_found(
    chain: list[Recorded], details: dict[str, object], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    position = chain[place].line.position
    previous = chain[place - 1].digest if place else GENESIS
    line = Line("case-1", position, "case.put_in", AT, "clerk-1", details)
    chain.insert(place, Recorded(line, digest(previous, line)))  # its own digest is right
    found = flaws(chain)
    assert [flaw.position for flaw in found] == [position]
    assert kinds(found) == {FlawKind.FORKED}


def test_renumbering_after_an_insertion_is_found_too() -> None:
    line = replace(FOUR[1].line, event="case.put_in")
    inserted = Recorded(line, digest(FOUR[0].digest, line))
    later = [Recorded(replace(e.line, position=e.line.position + 1), e.digest) for e in FOUR[1:]]
    assert FlawKind.CHANGED in kinds(flaws([FOUR[0], inserted, *later]))


def test_a_chain_rewritten_to_its_end_is_found_by_the_checkpoint_only() -> None:
    rewritten = chained([{"n": 0}, {"n": 1}, {"n": 2}, {"n": 99}])
    assert flaws(rewritten) == ()
    assert [flaw.position for flaw in flaws(rewritten, head(FOUR))] == [4]
    assert [flaw.position for flaw in flaws(FOUR, head(FOUR[:3]))] == [4]


def test_a_chain_cut_off_is_found_by_the_checkpoint_only() -> None:
    assert flaws(FOUR[:2]) == ()
    (flaw,) = flaws(FOUR[:2], head(FOUR))
    assert (flaw.position, flaw.kind) == (3, FlawKind.MISSING)
    assert "第3至4条" in flaw.message
    assert [flaw.position for flaw in flaws([], head(FOUR))] == [1]
    assert flaws([]) == ()


def test_a_line_of_another_chain_is_found() -> None:
    other = chained([{"n": n} for n in range(4)], chain="case-2")
    found = flaws([*FOUR[:3], other[3]])
    assert kinds(found) == {FlawKind.FOREIGN, FlawKind.CHANGED}
    assert {flaw.position for flaw in found} == {4}


def test_a_missing_line_is_not_blamed_on_its_neighbour() -> None:
    (flaw,) = flaws([FOUR[0], FOUR[1], FOUR[3]])
    assert (flaw.position, flaw.kind) == (3, FlawKind.MISSING)


def test_a_line_nobody_could_have_written_is_a_flaw_and_not_a_crash() -> None:
    for odd in ({"amount": 1.5}, {"text": "\ud800"}):
        chain = [*FOUR[:3], Recorded(replace(FOUR[3].line, details=odd), FOUR[3].digest)]
        assert kinds(flaws(chain)) == {FlawKind.CHANGED}


@given(DETAILS)
def test_canonical_text_comes_back_as_it_went(details: dict[str, object]) -> None:
    text = canonical(details)
    assert json.loads(text) == details
    assert canonical(json.loads(text)) == text
    assert canonical(dict(reversed(details.items()))) == text


@given(st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([1, True, 0, False]))
def test_what_stands_alone_is_written_as_within(value: object) -> None:
    assert f"[{canonical(value)}]" == canonical([value])


def test_canonical_text_is_the_one_written_down() -> None:
    value = {"乙": (1, True, None), "a": Word.YES}
    assert canonical(value) == '{"a":"yes","乙":[1,true,null]}'


@pytest.mark.parametrize("value", [1.0, float("nan"), {1: "a"}, {"a": {"b": 0.1}}, b"a", {1}, AT])
def test_what_has_no_one_way_of_writing_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_the_digest_is_the_one_of_this_version() -> None:
    """Whoever changes how a digest is made must raise LINE_VERSION and keep the old way."""
    line = Line("case-1", 1, "case.received", AT, "clerk-1", {"item": "POS-001"})
    assert digest(GENESIS, line) == FIRST_DIGEST


def test_the_time_zone_makes_no_difference_and_a_naive_moment_is_refused() -> None:
    line = FOUR[0].line
    beijing = replace(line, at=AT.astimezone(timezone(timedelta(hours=8))))
    assert digest(GENESIS, beijing) == digest(GENESIS, line)
    with pytest.raises(ValueError, match="aware"):
        digest(GENESIS, replace(line, at=AT.replace(tzinfo=None)))


def test_the_machines_own_time_zone_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = digest(GENESIS, FOUR[0].line)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert digest(GENESIS, FOUR[0].line) == expected
    finally:
        monkeypatch.undo()
        time.tzset()


@given(st.dictionaries(TEXT, st.tuples(st.integers(1, 99), TEXT), max_size=5), st.randoms())
def test_a_checkpoint_does_not_depend_on_the_order(
    heads: dict[str, tuple[int, str]], random: object
) -> None:
    shuffled = list(heads.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert checkpoint(dict(shuffled)) == checkpoint(heads)


@given(st.dictionaries(TEXT, st.tuples(st.integers(1, 99), TEXT), min_size=1, max_size=5))
def test_a_checkpoint_shows_any_change_of_a_head(heads: dict[str, tuple[int, str]]) -> None:
    chain = next(iter(heads))
    count, last = heads[chain]
    others = {other: value for other, value in heads.items() if other != chain}
    assert (
        len(
            {
                checkpoint(one)
                for one in (
                    heads,
                    others,
                    {**heads, chain: (count + 1, last)},
                    {**heads, chain: (count, last + "0")},
                )
            }
        )
        == 4
    )


def test_a_line_before_the_first_is_found() -> None:
    line = replace(FOUR[0].line, position=0)
    (flaw,) = flaws([Recorded(line, digest(GENESIS, line)), *FOUR])
    assert (flaw.position, flaw.kind) == (0, FlawKind.CHANGED)
