"""What may be said of a paper that is checked: total, and never more than was seen (核验)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

from juzheng.law.cases.authenticity import (
    Evidence,
    Held,
    RegisterStatus,
    Verdict,
    check_authenticity,
)

LAST_DAY = date(2027, 5, 23)


def test_there_are_six_verdicts() -> None:
    assert [verdict.label for verdict in Verdict] == [
        "真实有效",
        "真实\uff0c是否仍有效须联网查",
        "已过期",
        "已撤销或被替换",
        "不是本系统出具或已被改动",
        "没有查到\uff0c不能判断真伪",
    ]


def test_of_a_file_without_a_signature_it_is_not_said_whose_it_is() -> None:
    """It proves nothing: the verdict stays the gravest, in words that are true of our sheets."""
    bare = Evidence(False, LAST_DAY, held=Held.FILE, unsigned=True)
    altered = Evidence(False, LAST_DAY, held=Held.FILE)
    for status in RegisterStatus:
        found, other = (check_authenticity(replace(one, status=status)) for one in (bare, altered))
        assert found.verdict is other.verdict is Verdict.NOT_OURS
        assert found.word == "没有本系统的签名\uff0c不能当证明采用"
        assert "请不要当证明采用" in found.sentence
        assert "缺材料告知单" in found.sentence
        assert other.word == Verdict.NOT_OURS.label


ALL_EVIDENCE = [
    Evidence(intact, on, until, "a", status, registered, demo, held, "东街居委会", own)
    for intact, on, until, status, registered, demo, held, own in product(
        (True, False),
        (date(2027, 5, 22), LAST_DAY, date(2027, 5, 24)),
        (None, LAST_DAY),
        RegisterStatus,
        ("a", "b", ""),
        (True, False),
        Held,
        (True, False),
    )
]


def _expected(evidence: Evidence) -> Verdict:
    """The rule once more, as a list of sentences from the gravest to the best."""
    offline = evidence.status is RegisterStatus.NOT_ASKED
    late = evidence.valid_until is not None and evidence.on > evidence.valid_until
    other = evidence.registered != evidence.shown
    unasked = evidence.status in (RegisterStatus.NOT_ASKED, RegisterStatus.ABSENT)
    for holds, verdict in (
        (evidence.held is Held.TYPED and unasked, Verdict.UNTOLD),
        (not evidence.intact, Verdict.NOT_OURS),
        (evidence.status is RegisterStatus.ABSENT, Verdict.NOT_OURS),
        (not offline and other, Verdict.NOT_OURS),
        (evidence.status in (RegisterStatus.REVOKED, RegisterStatus.REPLACED), Verdict.REVOKED),
        (late, Verdict.EXPIRED),
        (offline, Verdict.GENUINE_OFFLINE),
    ):
        if holds:
            return verdict
    return Verdict.GENUINE


def test_every_evidence_has_its_one_verdict() -> None:
    for evidence in ALL_EVIDENCE:
        finding = check_authenticity(evidence)
        assert finding.verdict is _expected(evidence), evidence
        assert finding.sentence.endswith("。")
        assert "{" not in finding.sentence
        assert ("演示数据" in finding.sentence) == evidence.demo
    assert {check_authenticity(each).verdict for each in ALL_EVIDENCE} == set(Verdict)


def test_nothing_but_a_register_can_say_genuine() -> None:
    for evidence in ALL_EVIDENCE:
        if check_authenticity(evidence).verdict is Verdict.GENUINE:
            assert evidence.intact
            assert evidence.status is RegisterStatus.IN_FORCE
            assert evidence.registered == evidence.shown


def test_nothing_but_a_whole_file_is_said_to_be_unaltered() -> None:
    """A print around a genuine code may say anything: the code does not vouch for it."""
    for evidence in ALL_EVIDENCE:
        if evidence.held is Held.FILE:
            continue
        found = check_authenticity(evidence)
        assert "没有被改动" not in found.sentence
        assert "材料是真实的" not in found.sentence
        assert found.word not in (Verdict.GENUINE.label, Verdict.GENUINE_OFFLINE.label)
        if found.verdict in (Verdict.GENUINE, Verdict.GENUINE_OFFLINE, Verdict.EXPIRED):
            assert "东街居委会出具过这个编号的文书" in found.sentence
            assert "逐字相同" in found.sentence


def test_what_cannot_be_told_is_not_called_forged() -> None:
    for evidence in ALL_EVIDENCE:
        found = check_authenticity(evidence)
        if evidence.held is Held.TYPED and found.verdict is Verdict.NOT_OURS:
            assert evidence.status is not RegisterStatus.ABSENT
            assert evidence.status is not RegisterStatus.NOT_ASKED


def test_the_last_day_is_valid() -> None:
    verdicts = [
        check_authenticity(Evidence(True, day, LAST_DAY, "a", RegisterStatus.IN_FORCE, "a")).verdict
        for day in (LAST_DAY, date(2027, 5, 24))
    ]
    assert verdicts == [Verdict.GENUINE, Verdict.EXPIRED]


def test_a_day_that_the_issuer_set_is_not_said_as_if_the_law_had_set_it() -> None:
    for evidence in ALL_EVIDENCE:
        found = check_authenticity(evidence)
        if found.verdict is Verdict.EXPIRED:
            assert ("法律法规没有规定" in found.sentence) == evidence.own_validity
            assert ("由接收单位决定" in found.sentence) == evidence.own_validity
