"""
Forbidden words (禁写词): what must never stand on a certificate, whatever the item.

A committee certifies what it has seen. It cannot see that something is *not* so anywhere, it
does not judge people, it does not guess and it does not decide law. So four things are found:

- a **negative fact**: a word of denial with, in the same clause and close by, one of the
  things denials are demanded for (children, debts, crimes, marriage, property …); a word that
  denies by itself (未婚); a field answered with "none" (债务:无); a denial of everything (从未);
- a **judgement of character** (品行端正);
- a **hedge** (据了解): what is not certain is verified or left out, not softened;
- a **conclusion of law** (唯一继承人): for the notary, the registry and the court.

A finding blocks the signature, so a word that only looks like a denial must not be found:
``HARMLESS`` is taken out first (place names, terms of law, "未成年", and the certificate's own
sentence about what was *not* verified). The lists are data; each has its reason beside it.
Where a needed sentence is caught, it can be said as what was seen ("户口簿登记的子女为一人").
The statutory words 无劳动能力 and 无生活来源 are not caught: they name a status that the law makes
the village record. The list is the house's own (ruling 6); no rule of law enumerates it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from juzheng.law.base.citations import Citation
from juzheng.law.cases.wording_advice import Offence as Offence
from juzheng.law.cases.wording_advice import advice, advice_on_answer
from juzheng.law.catalogue.items import AnswerKind, FactToVerify, Item, Question
from juzheng.law.catalogue.sentences import blanks, filled


@dataclass(frozen=True)
class ForbiddenWording:
    """One wording that may not stand on a certificate (禁写词)."""

    word: str  # as it stands in the text
    why: str  # for the clerk: what is so and what to do now
    citation: Citation
    offence: Offence
    start: int  # place of the word in the text as given


# Words with 无, 未, 没, 不 that deny nothing.
HARMLESS = (
    # disclaimers: say what was not looked at, which is the opposite of certifying it
    r"本证明(?:未|不|没有)(?:核实|涉及|证明|包括|包含|作为|代替|对)[^,。;!\n]*",
    r"(?:未经|未予|未作|尚未|未|没有|没能|无法|不能)(?:核实|核查|查证|查实)[^,。;!\n]*",
    # places
    r"无锡|无棣|无为(?=[市县镇村路]|的)|无极(?=[县镇路])|无量山|无影山|未央",
    # terms of law and trade
    r"无权属来源|无因管理|无偿|无息|无障碍|无线|无人机|无纸化|无记名|无主物",
    r"(?:无|限制)(?:民事)?行为能力|无劳动能力|无(?:固定)?生活来源",
    # age and time; the half of a question; homes for single people; effort
    r"未成年|未满|未届|未来|未婚[夫妻]|有无|单身(?:职工)?(?:宿舍|公寓|楼)|尽可能",
)

# Denials of something that is near enough to belong to them.
DENIALS = (
    r"没有|没(?!收)|无|未曾|未有|未|从不|并不|不存在|不曾|不具有|不拥有|不享有|不涉及|不涉|不参与|"
    r"不信仰|不属于"
)

# What denials are demanded for: nobody in the village can know it for the whole country.
DENIED = (
    # family
    "子女|儿女|孩子|儿子|女儿|兄弟姐妹|兄弟|姐妹|继承人|近亲属|亲属|亲人|配偶|后代|生育|收养|抚养人|赡养人",
    # marriage
    "再婚|结婚|结过婚|婚姻|婚史|婚配|离婚|同居|登记结婚",
    # money
    "债务|债权|欠款|欠债|负债|外债|借款|贷款|欠任何人|欠税|抵押|担保|查封",
    "存款|财产|不动产|收入|工资|养老金|退休金",
    # homes and land
    "住房|房产|房屋|房子|住宅|宅基地|自有房",
    # work
    "工作|就业|职业|经商|营业执照|从事",
    # crime and order
    "犯罪|违法|违纪|违规|前科|案底|劣迹|刑事|处罚|处分|吸毒|赌博|邪教|不良|上访|信访",
    # disputes
    "纠纷|争议|争执|争吵|矛盾|诉讼|官司|异议|权属争",
    # health and benefit
    "精神病|传染病|病史|残疾|疾病|享受|领取|参加|参保|社保|医保|低保",
)

# Denials in one word or of everything.
DENYING = (
    r"未婚|未育|单身|无业|无房(?!屋|产|子)|无前科|无犯罪|孤身一人|孑然一身|别无他人|仅此一",
    r"从未|从来没有|从来不|从没|没有任何|无任何|无一例外|不欠|不拖欠",
    # Nobody else lives there: what was seen is who does (独自居住).
    r"(?:没有?|无)(?:别人|他人|旁人|(?:其他|其它|别的|另外的)(?:的)?(?:家人|家庭成员|成员|人))"
    r"(?!的?(?:权|责任|义务|许可|同意))",
)

CHARACTER = (
    r"(?:表现|品行|品德|道德|作风|思想|信用|口碑|人缘|家风|名声|德行|人品|为人)"
    r"(?:一贯|一向|历来|比较|非常|十分|很|都|均|较|极)?"
    r"(?:良好|优秀|优良|端正|正派|高尚|较好|很好|好|佳|进步|不错|差|恶劣|败坏|不端|"
    r"老实|忠厚|正直|善良|和善|诚恳|热情|本分|厚道|诚实|随和|谦和|低调)",
    r"(?:老实|忠厚)(?:本分|可靠|厚道)|品(?:质|性)(?:优良|恶劣|善良)|遵纪守法|奉公守法|安分守己|遵守国家法律",
    r"政治(?:清白|可靠|表现|立场|思想)|热爱祖国|拥护(?:中国共产党|党|社会主义)",
    r"(?:邻里|家庭|夫妻|婆媳)关系(?:一直|一向|十分|非常|比较)?(?:和睦|融洽|良好|紧张|不和|破裂)|团结(?:邻里|群众)",
    r"孝[顺敬](?:父母|老人|长辈|公婆)|尊老爱幼|乐于助人|吃苦耐劳|勤劳(?:勇敢|肯干|朴实|致富)|诚实守信|"
    r"工作(?:认真|积极)|(?:无|没有)不良(?:嗜好|习惯)|游手好闲|好吃懒做|蛮横|无理取闹",
)

HEDGES = (
    r"据了解|据说|听说|据称|据悉|据传|传闻|据(?:群众|村民|居民|邻居|家属|他人|知情人)"
    r"(?:反映|介绍|讲|说|称|陈述)",
    r"据(?:其)?(?:本人|申请人|当事人|其)(?:自述|自称|陈述|所述|口述|讲|说|称|反映)",
    r"仅供参考|大概|可能|也许|或许|好像|似乎|疑似|估计(?!价)|应该是|想必|推测|印象中|差不多",
)

CONCLUSIONS = (
    r"(?:唯一|合法|法定|第[一二]顺序|全部|全体)(?:的)?(?:合法|法定)?(?:的)?继承人",
    r"(?:享有|具有|丧失|没有|无|有|拥有)(?:合法|法定)?(?:的)?继承权|应(?:当)?由[^,。;]{1,20}继承",
    r"(?:产权|所有权|使用权|房屋|住房|房产|宅基地|土地|林地|财产|车辆|存款|遗产|归属)"
    r"[^,。;]{0,15}(?:归|属)(?![^,。;]{0,4}(?:集体|国家|国有))"
    r"[^,。;]{1,15}所有(?!制)",
    r"(?:产权|所有权)(?:归|属于)(?![^,。;]{0,4}(?:集体|国家|国有))",
    r"(?:夫妻)?共(?:同|有)财产|事实婚姻|合法夫妻|合法(?:有效|财产|房产|建筑|经营|所有|收入|占有)",
    r"具有法律效力|承担(?:一切|全部|相应|连带)?(?:的)?(?:法律|赔偿|刑事|民事)责任|后果自负|一切后果",
    r"构成(?:犯罪|违约|侵权|违法)|(?:有|无|没有)过错|应(?:当)?(?:予以)?(?:赔偿|判决|准予离婚)|感情破裂",
)

_HARMLESS = re.compile("|".join(HARMLESS))
_HALF_WIDTH = str.maketrans("\uff0c\uff1b\uff1a\uff01\uff1f\uff08\uff09", ",;:!?()")
_DENIED = "|".join(DENIED)
_NEAR = r"[^,。;:、!?\n]{0,8}?"  # in the same clause, at most eight characters between
_NONE = r"(?:无|没有|为零|[0零〇][人个名元处套])(?=[。;,、!?)\n]|$)"
# An answer that says nothing but that there is none; and what stands for any other answer.
_NOTHING = re.compile(
    r"[(（]?(?:暂时|暂|都|全|家里|家中)*(?:没有?|无)(?:人|的|了|家人|别人|谁|哪个)?了?[)）]?[。.!！]?"
)
# The same by who writes English: it would stand on the Chinese paper as it is.
_ENGLISH_NOTHING = re.compile(
    r"\W*(?:there\s+(?:is|are)\s+|(?:i|we)\s+(?:have\s+)?)?"
    r"(?:none?|nil|null|nothing(?:\s+else)?|no[\s-]?(?:one|body)(?:\s+else)?|never|n\s*[/.]?\s*a|"
    r"not\s+(?:applicable|any|available)|(?:no|not\s+any|do(?:n['\u2019]?t|\s+not)\s+have(?:\s+any)?)"
    r"(?:\s+[a-z]+){0,3})\W*",
    re.IGNORECASE,
)
_SOMETHING = "某"
_PATTERNS: tuple[tuple[Offence, re.Pattern[str]], ...] = (
    (Offence.NEGATIVE, re.compile("|".join(DENYING))),
    (Offence.NEGATIVE, re.compile(rf"(?:{DENIALS}){_NEAR}(?:{_DENIED})")),
    (Offence.NEGATIVE, re.compile(rf"(?:{_DENIED})[^,。;:、\d\n]{{0,4}}:?{_NONE}")),
    (Offence.CHARACTER, re.compile("|".join(CHARACTER))),
    (Offence.HEDGE, re.compile("|".join(HEDGES))),
    (Offence.CONCLUSION, re.compile("|".join(CONCLUSIONS))),
)


def forbidden(text: str, names: Iterable[str] = ()) -> tuple[ForbiddenWording, ...]:
    """
    Return what may not stand on a certificate (禁写词) in ``text``, in the order it stands.

    Where findings overlap only the first, and of two that begin together the longer, is shown.
    Spaces and full-width or half-width punctuation make no difference. Empty means: fit.

    :param names: names of people and places in the text that are to be passed over, as a person
        may be called 张无忌; a "name" that is itself forbidden wording is not passed over

    Source: negatives and characters are a rule of the house, and cited as one; a hedge is not
    据实出具 (OP-2.3.d), a conclusion of law not within the duties (OP-2.2.a).
    """
    readable, places = _readable(text, names)
    hits = [
        (match.start(), -match.end(), offence)
        for offence, pattern in _PATTERNS
        for match in pattern.finditer(readable)
    ]
    found: list[ForbiddenWording] = []
    reached = 0
    for start, minus_end, offence in sorted(hits):
        if start < reached:
            continue
        reached = -minus_end
        word = text[places[start] : places[reached - 1] + 1]
        why, citation = advice(offence, word)
        found.append(ForbiddenWording(word, why, citation, offence, places[start]))
    return tuple(found)


def in_answers(
    item: Item, answers: Mapping[str, object], names: Iterable[str] = ()
) -> dict[str, ForbiddenWording]:
    """
    Return, by question, what an answer would put on the paper that may not stand (填写里的禁写词).

    Told when it is filled in, and by the rule that stops the draft. An answer that is nothing but
    "none" is a negative fact in whichever sentence it stands: 成员有：无 like 收入来源为：无. The
    question's own hint says how what is true is said as what was seen (独自居住), so the advice
    gives that: nobody is told to leave out what the form asks for.
    """
    free = (AnswerKind.TEXT, AnswerKind.LONG_TEXT)
    known, found = list(names), {}
    for question in item.questions:
        said = str(answers.get(question.key) or "").strip()
        if said and question.kind in free:
            hits = _of_answer(question, said, item.facts, known)
            if hit := next(hits, None):
                found[question.key] = hit
    return found


def _of_answer(
    question: Question, said: str, facts: Iterable[FactToVerify], names: list[str]
) -> Iterator[ForbiddenWording]:
    """Yield what ``said`` alone brings into the sentences that it stands in."""
    own = [fact.sentence for fact in facts if question.key in blanks(fact.sentence)]
    for sentence in own:
        before = {one.word for one in forbidden(filled(sentence, {}, _SOMETHING))}
        with_it = forbidden(filled(sentence, {question.key: said}, _SOMETHING), names)
        yield from (_told(one, question) for one in with_it if one.word not in before)
    if own and (_NOTHING.fullmatch(said) or _ENGLISH_NOTHING.fullmatch(said)):
        word = f"{question.label.rstrip('？')}：{said}"
        why, citation = advice(Offence.NEGATIVE, word)
        yield _told(ForbiddenWording(word, why, citation, Offence.NEGATIVE, 0), question)


def _told(found: ForbiddenWording, question: Question) -> ForbiddenWording:
    """Return it with what can be written in this question's box instead."""
    return replace(found, why=advice_on_answer(found.offence, found.word, question) or found.why)


def _readable(text: str, names: Iterable[str]) -> tuple[str, list[int]]:
    """Return the text as the patterns want it, and where each of its characters came from."""
    places = [place for place, char in enumerate(text) if char == "\n" or not char.isspace()]
    readable = "".join(text[place] for place in places).translate(_HALF_WIDTH)
    unspaced = ("".join(name.split()) for name in names)
    for name in sorted(filter(None, unspaced), key=len, reverse=True):
        if not forbidden(name):
            readable = readable.replace(name, "■" * len(name))
    return _HARMLESS.sub(lambda match: "■" * len(match.group()), readable), places
