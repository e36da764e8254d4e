"""
Advice (应对的话): a resident's letter to the unit that demands a proof, and a clerk's words.

Every sentence stands in a table of the catalogue, one row per argument; what is chosen depends on
the kind of unit and the day. 优化营商环境条例 第四十四条 names government departments, public
utilities and service bodies: towards them the letter asserts. Whether it reaches banks, insurers,
employers and other private parties is disputed, and notaries have rules of their own: towards them
the letter argues and accuses nobody. Where nobody has looked yet whether there is a basis, the
letter only asks for it. Courts, the army, the Party and foreign missions the Opinion
does not govern: them the letter asks, and cites nothing. A sentence whose instrument is not in
force on the day is left out; where the argument itself rests on it, there is no letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import (
    Demander,
    bound_by_lists,
    governed,
    is_administrative,
    may_write,
)
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.citing import in_force
from juzheng.law.catalogue.items import Instrument, Onward, OnwardKind
from juzheng.law.catalogue.offers import only_asks
from juzheng.law.catalogue.requirements import Requirement
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.law.catalogue.to_units import for_the_unit, in_a_line
from juzheng.law.catalogue.turning import WRITER
from juzheng.law.demands.arguments import Argument, Pleading
from juzheng.law.demands.faults import LISTS_ONLY

NOTARY_VERIFIES = Citation("notarization-law", "公证法", "第二十九条")


class Tone(Term):
    """How one speaks to a kind of unit (说话的口气)."""

    DEPARTMENT = "department", "政府部门"
    PUBLIC_BODY = "public_body", "公用企事业单位和服务机构"
    ARGUED = "argued", "其他单位，只说理"
    ASKED = "asked", "不受规范的机关，只请求"


@dataclass(frozen=True)
class Demanded:
    """What was demanded of a resident (被索要的证明), as the resident tells it."""

    proof: str
    demander: Demander = Demander.OTHER
    unit: str = ""  # its name as the resident writes it; may be empty
    matter: str = ""  # what the resident wanted to get done there


@dataclass(frozen=True)
class Letter:
    """A letter to the unit (致索要单位的函), to be signed and handed over by the resident."""

    title: str
    salutation: str
    paragraphs: tuple[str, ...]
    ways: tuple[str, ...]  # what the resident can bring or do instead
    requests: tuple[str, ...]
    closing: str
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]  # for the resident alone, not part of the letter


@dataclass(frozen=True)
class CounterWords:
    """What a clerk may say at the counter (窗口怎么说), in the order of saying it."""

    say: tuple[str, ...]
    citations: tuple[Citation, ...]


OPENING = "本人向贵单位办理{matter}，被要求提供“{proof}”。现把有关情况说明如下，请予研究。"
LISTED = (
    "政府部门、公用企事业单位和服务机构不得在公布的证明事项清单之外索要证明。贵单位认为这份证明在清单之内的，"
    "请告知清单的名称、设定依据和开具单位。"
)
UNDERSTOOD = "本人理解贵单位有核对情况的需要，写这封信是为了把事情办成，请一并考虑。"
NOTARY = (
    "公证机构对申请公证的事项和材料需要核实或者有疑义的，由公证机构核实。"
    "本人愿意提供线索并予以配合。"
)
WAYS = "可以用下面的办法代替："
REQUESTS_TITLE = "请贵单位："
ASKING_REQUESTS = ("考虑用其他材料或者办法了解这件事；",)
WRITE_TO_THE_COMMITTEE = (
    "需要向居（村）民委员会了解情况的，可以依法直接发函询问。"  # MAY_WRITE alone
)
SAY_WHAT_FOR = "仍然需要的，告诉本人要证明什么事实、作什么用。"
REQUESTS: dict[Tone, tuple[str, ...]] = {
    Tone.DEPARTMENT: (
        "不再要求本人提供这份证明，用其他材料或者核查的办法办理；",
        "仍然要求的，书面写明所依据的法律、法规的名称和条款。",
    ),
    Tone.PUBLIC_BODY: (
        "不再要求本人提供这份证明，用其他材料办理；",
        "仍然要求的，书面写明依据的清单和法律、法规的名称、条款。",
    ),
    Tone.ARGUED: (
        "考虑用其他材料或者办法代替这份证明；",
        "仍然需要的，书面写明要证明的事实、用途和理由。",
    ),
}
# Where nobody has looked yet nothing is held against the demand (待确认).
ONLY_ASKED = (
    "告知这份证明列在哪份清单里，依据的是哪部法律、法规的哪一条；",
    "告知在确认以前，可以先用哪些材料或者办法办理。",
)
CLOSING = "请予答复。"
NOTE_UNSETTLED = (
    "优化营商环境条例第四十四条是否适用于这类单位，理解不一，所以信里只讲道理，没有说对方违反规定。"
)
NOTE_ONLY_ASKS = "有没有依据还没有查清，所以信里只问依据，没有请对方不要这份证明。"
NOTE_NOT_GOVERNED = (
    "民发〔2020〕20号不规范法院、军队、党组织和外国使领馆这类机关，所以信里只是请求，没有引用规定。"
)
NOTE_ARTICLE = "公证法的条号按2017年修正文本整理，没有对照最新文本，请使用前再核对一遍。"
NOTE_NOT_ADVICE = "这封信由软件按固定的话拼成，不是法律意见。改过再用也可以。"
OFFER_LETTER = "需要的话，可以打印一封给对方单位的信，写明理由和依据，您签字后交给对方。"
ASK_UNIT = "对方还要的，请他们书面写明依据的是哪部法律、法规的哪一条。"
ASK_DIRECTLY = "对方需要了解情况的，可以依法直接发函问我们，我们据实答复。"  # MAY_WRITE alone
ASK_OTHERWISE = "对方还要的，请问一问要证明什么、用在哪里，能不能用别的材料。"
# What a unit says at its own counter is a demand as well (OP-3.2.a: 明确要求, not 书面).
ASK_PRIVATELY = (
    "对方还要的，口头说的也算：告诉我们谁在哪天说的、要证明什么、用在哪里，我们登记，"
    "核实后看能不能据实出。"
)

BRING_MORE = "找到能证明的材料，带来重新申请，我们重新核实。"

ASK_WHICH = "可以请对方写明：列在哪份清单里，依据的是哪一条。"

_BY_RULE = {
    "never_certified": Argument.NEGATIVE_FACT,
    "outside_duties": Argument.OUTSIDE_DUTIES,
    "document_suffices": Argument.HELD_PAPER,
    "demander_can_check": Argument.SHARED_DATA,
    "commitment_allowed": Argument.COMMITMENT,
    "negative_list": Argument.NEGATIVE_LIST,
    "cannot_verify": Argument.CANNOT_VERIFY,
    "without_basis": Argument.NO_BASIS,
}


def stance(demander: str) -> Tone:
    """Return how to speak to a kind of unit (口气); unknown words are argued with."""
    if not governed(demander):
        return Tone.ASKED
    if is_administrative(demander):
        return Tone.DEPARTMENT
    return Tone.PUBLIC_BODY if bound_by_lists(demander) else Tone.ARGUED


def argument_of(decision: Decision) -> Argument | None:
    """
    Return what the decision gives a resident to say (可用的理由).

    None where there is nothing to argue: a certificate is issued without more, no certificate
    was asked for, or the Opinion was not in force on the day.
    """
    if decision.outcome.issues:
        asks = Requirement.GROUND in decision.requires  # a paper is asked for, not required
        return Argument.WRITTEN_DEMAND if asks else None
    if decision.outcome is Outcome.TO_CONFIRM:
        return Argument.TO_CONFIRM  # asked for its basis, and nothing more
    decisive = [asked.rule for asked in decision.trace if asked.decisive]
    return _BY_RULE.get(decisive[0]) if decisive else None


_AGAINST_THE_BASIS = frozenset({*_BY_RULE.values(), Argument.NOT_IN_FORCE, Argument.WRITTEN_DEMAND})


def argument_for(decision: Decision, chosen: Argument | None) -> Argument | None:
    """
    Return what a letter says (信里的理由): what was chosen, else what the decision gives.

    Where nobody has looked yet, nothing that was chosen is held against the basis.
    """
    own = argument_of(decision)
    if chosen is None or (own is Argument.TO_CONFIRM and chosen in _AGAINST_THE_BASIS):
        return own
    return chosen


def letter(
    demanded: Demanded,
    pleading: Pleading,
    *,
    instruments: Mapping[str, Instrument],
    on: date,
    onward: Iterable[Onward] = (),
    unverified: Iterable[str] = (),
) -> Letter | None:
    """
    Return the resident's letter to the unit (致索要单位的函); None if it would rest on nothing.

    :param pleading: the catalogue's sentences for the argument
    :param instruments: the catalogue's; one not in force on ``on`` is not cited
    :param onward: the ways onward of the item or of the decision
    :param unverified: what the product must say of the item is unverified; joins the notes
    Source: OP-2.2.b, 3.1.a, 4.2.b; 优化营商环境条例 第四十四条 where it applies.
    """
    tone = stance(demanded.demander)
    if not _all_in_force(citations.of(pleading.rests_on), instruments, on):
        return None
    asks = pleading.only_asks and tone is not Tone.ASKED
    sentences: list[_Said] = [(OPENING.format(matter=_matter(demanded), proof=demanded.proof), ())]
    sentences += _pleaded(pleading, tone)
    sentences += [(UNDERSTOOD, ())] if asks else _by_stance(demanded.demander, tone)
    kept = [(text, cited) for text, cited in sentences if _all_in_force(cited, instruments, on)]
    return Letter(
        title=f"关于“{demanded.proof}”的说明和请求",
        salutation=f"{demanded.unit or _called(demanded.demander)}：",
        paragraphs=tuple(_with_source(text, cited) for text, cited in kept),
        ways=tuple(
            map(in_a_line, for_the_unit(filter(_fits, onward), demanded.demander, who=WRITER))
        ),
        requests=ONLY_ASKED if asks else _requested(demanded.demander, tone),
        closing=CLOSING,
        citations=tuple(dict.fromkeys(cited for _, each in kept for cited in each)),
        notes=(*_notes(kept, tone, asks=asks), *unverified),
    )


def counter_words(
    pleading: Pleading,
    demander: str,
    *,
    instruments: Mapping[str, Instrument],
    on: date,
    listed: bool = False,
    may_insist: bool = True,
) -> CounterWords | None:
    """
    Return what a clerk may say to the resident (窗口怎么说), spoken and short.

    None if what the words rest on is not in force on ``on``.

    :param listed: it may be issued, and only this time could not be confirmed: the demand is no
        wrong, and nobody is sent to argue with the unit
    :param may_insist: what the unit demands can be registered and looked into (OP-3.2.a)
    """
    tone = stance(demander)
    if not _all_in_force(citations.of(pleading.rests_on), instruments, on):
        return None
    if listed:
        return CounterWords((pleading.clerk, BRING_MORE), citations.of(pleading.rests_on))
    beyond = ASK_DIRECTLY if may_write(demander) else ASK_OTHERWISE
    private = ASK_PRIVATELY if may_insist else ASK_OTHERWISE
    ask = {Tone.ARGUED: private, Tone.ASKED: beyond}.get(tone, ASK_UNIT)
    if pleading.only_asks and tone is not Tone.ASKED:
        ask = ASK_WHICH
    pleaded = (each for _, cites in _pleaded(pleading, tone) for each in cites)
    cited = in_force(pleaded, instruments, on)
    return CounterWords((pleading.clerk, ask, OFFER_LETTER), cited)


def _requested(demander: Demander, tone: Tone) -> tuple[str, ...]:
    """Return what the letter asks for; to write to the committee only whom a law lets do so."""
    if tone is not Tone.ASKED:
        return REQUESTS[tone]
    return (*ASKING_REQUESTS, WRITE_TO_THE_COMMITTEE if may_write(demander) else SAY_WHAT_FOR)


_Said = tuple[str, tuple[Citation, ...]]  # a sentence and where it is written


def _pleaded(pleading: Pleading, tone: Tone) -> list[_Said]:
    if tone is Tone.ASKED:
        return [(pleading.others, ())]
    fact = (pleading.fact, citations.of(pleading.rests_on))
    if tone is Tone.DEPARTMENT:
        return [fact, (pleading.department, citations.of(pleading.cites_to_department))]
    return [fact, (pleading.others, ())]


def _by_stance(demander: Demander, tone: Tone) -> list[_Said]:
    if tone in (Tone.DEPARTMENT, Tone.PUBLIC_BODY):
        return [(LISTED, (LISTS_ONLY,))]
    notary: list[_Said] = [(NOTARY, (NOTARY_VERIFIES,))] if demander is Demander.NOTARY else []
    return [*notary, (UNDERSTOOD, ())]


def _all_in_force(
    cited: tuple[Citation, ...], instruments: Mapping[str, Instrument], on: date
) -> bool:
    return set(cited) == set(in_force(cited, instruments, on))


def _with_source(text: str, cited: tuple[Citation, ...]) -> str:
    return f"{text}（{'；'.join(map(str, cited))}）" if cited else text


def _matter(demanded: Demanded) -> str:
    return f"“{demanded.matter}”" if demanded.matter else "有关事项"


def _called(demander: Demander) -> str:
    return "贵单位" if demander is Demander.OTHER else f"有关{demander.label}"


def _fits(onward: Onward) -> bool:
    """Return whether the way is one to offer the unit; what it should do itself is requested."""
    own = (OnwardKind.SHARED_DATA, OnwardKind.ASK_FOR_BASIS)
    return not (onward.kind in own or only_asks(onward))


def _notes(kept: list[_Said], tone: Tone, *, asks: bool) -> tuple[str, ...]:
    cited = {each for _, cites in kept for each in cites}
    unsettled = {Tone.ARGUED: (NOTE_UNSETTLED,), Tone.ASKED: (NOTE_NOT_GOVERNED,)}.get(tone, ())
    unsettled = (NOTE_ONLY_ASKS,) if asks else unsettled
    article = (NOTE_ARTICLE,) if NOTARY_VERIFIES in cited else ()
    return (NOTE_NOT_ADVICE, *unsettled, *article)
