"""What kind of demand it is, from features: every combination, and the rules one by one."""

from __future__ import annotations

from itertools import product

import pytest

from juzheng.law.base import citations
from juzheng.law.catalogue.items import Onward, OnwardKind
from juzheng.law.demands.classifying import DemandKind, Features, Sign, classify
from juzheng.law.demands.faults import LISTS_ONLY

K, W = DemandKind, OnwardKind


def ways(*kinds: OnwardKind) -> tuple[Onward, ...]:
    return tuple(Onward(kind, "x") for kind in kinds)


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        (Features(False), K.UNCLEAR),
        (Features(False, signs=frozenset({Sign.NEGATIVE})), K.BASELESS),
        (Features(True), K.BASELESS),
        (Features(True, onward=ways(W.COMMITMENT, W.ASK_FOR_BASIS)), K.BASELESS),
        (Features(True, onward=ways(W.EXISTING_DOCUMENT, W.OTHER_AUTHORITY)), K.DUPLICATE),
        (Features(True, onward=ways(W.COMMITMENT, W.OTHER_AUTHORITY)), K.ELSEWHERE),
        (Features(True, onward=ways(W.NOTARY_OR_COURT)), K.ELSEWHERE),
        (Features(True, onward=ways(W.NOTHING_NEEDED, W.OTHER_AUTHORITY, W.SHARED_DATA)),
         K.ELSEWHERE),
        (Features(True, onward=ways(W.OTHER_AUTHORITY, W.SHARED_DATA)), K.ELSEWHERE),
        (Features(True, onward=ways(W.OTHER_AUTHORITY, W.SHARED_DATA), demander="tax"),
         K.ELSEWHERE),  # that a department could look it up is not known without an entry
        (Features(True, onward=ways(W.OTHER_AUTHORITY), demander="tax", can_check=True),
         K.DUPLICATE),
        (Features(True, onward=ways(W.EXISTING_DOCUMENT), demander="court"), K.NOT_GOVERNED),
        (Features(True, onward=ways(W.OTHER_AUTHORITY), signs=frozenset({Sign.HOLDS_PAPER})),
         K.DUPLICATE),
        (Features(True, never_certifiable=True, onward=ways(W.OTHER_AUTHORITY)), K.BASELESS),
        (Features(True, signs=frozenset({Sign.PAID_OUT, Sign.NEGATIVE})), K.BASELESS),
        (Features(True, signs=frozenset({Sign.PAID_OUT, Sign.NEGATIVE}), demander="civil_affairs"),
         K.DUPLICATE),
        (Features(True, regulated=True, onward=ways(W.OTHER_AUTHORITY),
                  signs=frozenset({Sign.JUDGEMENT})), K.ELSEWHERE),
        (Features(True, listed=True, regulated=True, signs=frozenset({Sign.NEGATIVE})), K.ISSUABLE),
    ],
)  # fmt: skip
def test_the_first_kind_that_applies_is_told(known: Features, kind: DemandKind) -> None:
    assert classify(known).kind is kind


@pytest.mark.parametrize(
    "sign",
    [Sign.NEGATIVE, Sign.JUDGEMENT, Sign.PRIVATE_LIFE, Sign.LONG_AGO, Sign.LOST],
)
def test_some_things_nobody_can_or_need_show_whatever_the_item(sign: Sign) -> None:
    found = classify(Features(True, onward=ways(W.EXISTING_DOCUMENT), signs=frozenset({sign})))
    assert (found.kind, found.also) == (K.BASELESS, (K.DUPLICATE,))


def test_every_answer_has_a_reason_and_names_where_it_is_written() -> None:
    flags = product((False, True), repeat=4)
    for (understood, listed, regulated, never), sign, demander, way in product(
        flags, (None, *Sign), ("", "tax", "bank", "utility"), (None, *W)
    ):
        found = classify(
            Features(
                understood, listed, regulated, never,
                ways(way) if way else (), demander, frozenset({sign} if sign else ()),
            )
        )  # fmt: skip
        assert found.reason
        assert found.kind not in found.also
        assert bool(found.citations) is (found.kind is not K.UNCLEAR)
        accused = LISTS_ONLY in found.citations
        assert not accused or demander in ("tax", "utility")
        if found.kind is K.ISSUABLE:
            assert found.citations == (citations.BASIS_AND_DUTIES,)
            assert listed
        if sign is Sign.SENT_ROUND:
            assert found.kind is K.CIRCULAR
