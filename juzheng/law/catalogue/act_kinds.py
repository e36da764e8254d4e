"""Kinds of act (文书性质): what leaves the house besides certificates, and the form of each.

One table: heading, words, what must be named, who signs, whether it may lapse. The gate of the
catalogue, the paper, its sample and its guide read it from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from juzheng.law.base.terms import Term


class ActKind(Term):
    """What kind of act leaves the committee (文书性质); new ones are added at the end."""

    CERTIFICATE = "certificate", "证明"
    CONSENT = "consent", "同意意见"
    RECOMMENDATION = "recommendation", "推荐函"
    DECISION = "decision", "决定"
    MEETING_OUTCOME = "meeting_outcome", "会议决议、评议结果"
    RECORD_EXTRACT = "record_extract", "记录摘录"
    REPLY = "reply", "复函"

    @property
    def heading(self) -> str:
        """Return what such a paper is called (文书叫什么): as it is headed."""
        return FORMS[self].heading


class Part(Term):
    """One part of a paper (文书的一部分)."""

    ASKED = "asked", "来函所问"
    FACTS = "facts", "核实的事实"
    DOES = "does", "本委员会的意思表示"
    MEETING = "meeting", "会议"
    BASIS = "basis", "依据"
    REMEDY = "remedy", "不服怎么办"
    REFERS = "refers", "摘自"
    NOT_COVERED = "not_covered", "未核实、未涉及的内容"
    USE = "use", "用途和有效期"


@dataclass(frozen=True)
class Form:
    """
    The form of one kind of act (文书式样).

    Blanks of the opening: ``{applicant}``, ``{purpose}``, ``{unit}`` (who will use it, in
    brackets), ``{refers_to}``; of ``use``: ``{purpose}``.

    :ivar itself: what the paper calls itself
    :ivar does: over the sentences that do something; empty: the paper only tells
    :ivar refers: what it must name besides: the record it is taken from, the letter it answers
    :ivar roles: what the preparer and the responsible person sign as (民诉法解释第一百一十五条)
    :ivar lapses: whether it may have a validity that no law names: only what can change expires
    :ivar meets: whether it comes out of a meeting, which it then states
    :ivar remedy: whether it must say what to do against it
    :ivar addressed: whether it speaks to the unit that will use it
    :ivar closing: its last words
    """

    heading: str
    itself: str
    opening: str
    use: str
    parts: tuple[Part, ...]
    facts: str = ""
    does: str = ""
    refers: str = ""
    roles: tuple[str, str] = ("经办人", "负责人")
    lapses: bool = False
    meets: bool = False
    remedy: bool = False
    addressed: bool = True
    closing: str = ""

    @property
    def asked(self) -> bool:
        """Return whether its purpose is what was asked about somebody: only its holder reads it."""
        return Part.ASKED in self.parts

    def titled(self, part: Part) -> str:
        """Return what stands over ``part``."""
        own = {Part.FACTS: self.facts, Part.DOES: self.does}
        return own.get(part, part.label)


FORMS: Mapping[ActKind, Form] = {
    ActKind.CERTIFICATE: Form(
        heading="证明",
        itself="本证明",
        opening="根据{applicant}的申请，经本委员会核实，现证明：",
        use="本证明仅用于：{purpose}",
        parts=(Part.FACTS, Part.MEETING, Part.NOT_COVERED, Part.BASIS, Part.USE),
        lapses=True,
    ),
    ActKind.CONSENT: Form(
        heading="同意意见书",
        itself="本意见书",
        opening="根据{applicant}的申请，本委员会核实了下列情况，并出具同意意见。",
        facts="核实的情况",
        does="本委员会的意见",
        use="本意见书用于：{purpose}",
        parts=(Part.FACTS, Part.DOES, Part.MEETING, Part.BASIS, Part.NOT_COVERED, Part.USE),
    ),
    ActKind.RECOMMENDATION: Form(
        heading="推荐函",
        itself="本推荐函",
        opening="根据{applicant}的申请，本委员会核实了下列情况，现予推荐。",
        facts="核实的情况",
        does="推荐意见",
        use="本推荐函用于：{purpose}",
        parts=(Part.FACTS, Part.DOES, Part.MEETING, Part.BASIS, Part.NOT_COVERED, Part.USE),
    ),
    ActKind.DECISION: Form(
        heading="决定书",
        itself="本决定",
        opening="{applicant}提出申请，事由：{purpose}{unit}。本委员会查明的事实和作出的决定如下。",
        facts="查明的事实",
        does="决定如下",
        use="",
        parts=(Part.FACTS, Part.BASIS, Part.DOES, Part.MEETING, Part.REMEDY),
        roles=("承办人", "负责人"),
        meets=True,
        remedy=True,
        addressed=False,
    ),
    ActKind.MEETING_OUTCOME: Form(
        heading="会议结果",
        itself="本文书",
        opening="{applicant}的申请已经会议讨论，会议、结果和本委员会核实的情况如下。",
        facts="核实的情况",
        does="讨论结果",
        use="本文书用于：{purpose}",
        parts=(Part.MEETING, Part.DOES, Part.FACTS, Part.BASIS, Part.NOT_COVERED, Part.USE),
        meets=True,
    ),
    ActKind.RECORD_EXTRACT: Form(
        heading="记录摘录",
        itself="本摘录",
        opening="根据{applicant}的申请，从本委员会保存的“{refers_to}”中摘录如下：",
        use="本摘录仅用于：{purpose}",
        refers="所摘的记录",
        parts=(Part.FACTS, Part.REFERS, Part.MEETING, Part.BASIS, Part.NOT_COVERED, Part.USE),
        roles=("摘录人", "负责人"),
    ),
    ActKind.REPLY: Form(
        heading="复函",
        itself="本复函",
        opening="你单位{refers_to}收悉，来函涉及{applicant}。经本委员会核实，现答复如下：",
        facts="答复",
        use="本复函仅供你单位办理来函所说的事项",
        closing="特此函复。",
        refers="所复的来函",
        parts=(Part.ASKED, Part.FACTS, Part.MEETING, Part.BASIS, Part.NOT_COVERED, Part.USE),
    ),
}

# What a paper says it does not cover, whatever its kind, a reply too (house ruling 13.6).
NOT_VERIFIED = "{itself}不对品行、债务以及“没有”“未曾”一类否定性情况作出证明"
NEVER_LAPSES = "不设有效期"
BY_DEFAULT = "系统默认的期限"  # on the paper, beside a last day of our own
OUR_OWN = "法律法规没有规定"  # said beside every number of our own that a resident sees
OUR_DEFAULT = "期限是系统默认的，法律法规没有规定"
