"""Samples (样张): what a certificate will look like, with a made-up person and made-up answers."""

from __future__ import annotations

import re

from juzheng.law.base import citations
from juzheng.law.base.papers import PaperKind
from juzheng.law.cases import certificates
from juzheng.law.cases.certificates import Paper, Statement
from juzheng.law.catalogue.answers import DAYS
from juzheng.law.catalogue.guides import Guide
from juzheng.law.catalogue.items import AnswerKind, CommitteeKind, Question
from juzheng.law.catalogue.meetings import KINDS_APART, holds
from juzheng.law.catalogue.sentences import filled

PERSON = "王秀兰"  # made up
COMMITTEE = "某某社区居民委员会"
VILLAGE = "某某村村民委员会"  # of what only villagers' committees issue
RECIPIENT = "某某单位"
PURPOSE = "办理某事"
MEETING = "××××年×月×日召开{kind}，应到×人，实到×人，同意×人，反对×人，弃权×人，讨论通过。"
BLANK = "〔    〕"

_EXAMPLE = re.compile("例如[:\uff1a]\\s*([^;\uff1b。]+)")
_MASKED = "1****************X"


def sentences(guide: Guide) -> tuple[str, ...]:
    """Return the sentences of the paper with made-up answers; none where nothing is issued."""
    words = _words(guide)
    return tuple(filled(check.sentence, words, BLANK) for check in guide.checks)


def sample(guide: Guide) -> Paper | None:
    """
    Return the sample certificate of ``guide`` (样张); None where nothing is issued.

    It has neither number nor names of anybody; the template marks it across the page.
    """
    if not guide.issued or not guide.checks:
        return None
    words = _words(guide)
    said = dict(zip(guide.checks, sentences(guide), strict=True))
    return Paper(
        kind=PaperKind.CERTIFICATE,
        title=guide.certificate_title,
        committee=words["committee"],
        committee_code="",
        number="",
        applicant_name=PERSON,
        identity_masked=_MASKED,
        recipient=RECIPIENT,
        purpose=words["purpose"],
        facts=tuple(
            Statement(sentence, check.means[0])
            for check, sentence in said.items()
            if not check.operative
        ),
        not_verified=(),
        basis=citations.on_certificate(guide.cited),
        reason="",
        onward=(),
        valid_until=certificates.valid_until(guide.validity_days, guide.on),
        issued_on=guide.on,
        preparer=BLANK,
        responsible_person=BLANK,
        electronic_original=guide.electronic_original,
        demo=False,
        act=guide.act,
        operative=tuple(sentence for check, sentence in said.items() if check.operative),
        meeting=_meeting(guide),
        refers_to=filled(guide.refers_to, words, BLANK),
        remedy=guide.remedy,
        validity_source=guide.validity_source,
    )


def _meeting(guide: Guide) -> str:
    """Return a made-up meeting of the first kind that will do; nothing where none is needed."""
    return MEETING.format(kind=_kind(guide)) if guide.deliberates else ""


def _kind(guide: Guide) -> str:
    return KINDS_APART.split(guide.deliberation_kind)[0]


def _words(guide: Guide) -> dict[str, str]:
    return {
        "applicant": PERSON,
        "committee": guide.office.name if guide.office else _issuer(guide),
        "recipient": RECIPIENT,
        "purpose": guide.purposes[0] if guide.purposes else PURPOSE,
        **{question.key: _made_up(question) for question in guide.questions},
    }


def _issuer(guide: Guide) -> str:
    """Return a made-up committee of a kind that issues it, and can hold the meeting named."""
    village = guide.issuers == (CommitteeKind.VILLAGERS,)
    return COMMITTEE if not village and holds(CommitteeKind.RESIDENTS, _kind(guide)) else VILLAGE


def _made_up(question: Question) -> str:
    if question.choices:
        return question.choices[0]
    if question.kind in DAYS:
        return "××××年×月×日"
    if question.kind is AnswerKind.YES_NO:
        return "是"
    example = _EXAMPLE.search(question.hint)
    if example is None:
        return BLANK
    said = example.group(1).strip()  # of several examples for a short answer, one
    return said.partition("、")[0] if question.kind is AnswerKind.TEXT else said
