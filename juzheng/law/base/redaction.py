"""
Redaction (脱敏): personal data in free Chinese text, found and masked before anybody reads it.

What people write goes to officers and, after review, to the public. So here doubt masks: too much
hidden is a nuisance, too little is a leak. Numbers are found by their form; names by what stands
around them (我叫…, 姓名：…, …女士), because the caller passes them in, or because a surname, the
letters after it and both sides make a name likely (``law.base.surnames``). What is less likely is
left for the officer to see (:func:`doubtful`); what is described in words, only the officer finds.

Left whole: numbers of documents and articles, hotlines of up to six digits, days without a word
of birth, sums and measures, names of units, and people already written as 王某.
The rules are the house's own, made for this use; 个人信息保护法 demands the care, not the form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from juzheng.law.base import surnames
from juzheng.law.base.terms import Term


class PersonalData(Term):
    """Kinds of personal data (个人信息种类) that are masked in a text."""

    IDENTITY = "identity", "证件号码"
    BANK_CARD = "bank_card", "银行卡号"
    PHONE = "phone", "电话号码"
    NUMBER = "number", "号码"  # a long number of no known kind
    EMAIL = "email", "电子邮箱"
    ACCOUNT = "account", "网络账号"
    PLATE = "plate", "车牌号"
    BIRTH = "birth", "出生日期"
    ADDRESS = "address", "详细住址"
    NAME = "name", "姓名"


@dataclass(frozen=True)
class Span:
    """A stretch of text that must not be shown (须遮盖的片段): ``text[start:end]``."""

    kind: PersonalData
    start: int
    end: int


_HIDDEN = re.compile("〔(?:" + "|".join(kind.label for kind in PersonalData) + ")〕")
_TAKEN = "\ue000"  # stands where something is hidden already; no pattern reads it
_KEPT = "\ue001"  # stands where something must stay, such as the number of a document
_CHINESE_DIGITS = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")

_H = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_S = r"[\s\-\u2010-\u2015_.·•*#]{0,3}"  # what people put between the digits of a number
_IS = r"\s*(?:号码?|编号|账号|ID)?\s*(?:是|为|叫)?\s*[:=]?\s*"
_YEAR = r"(?:19|20)\d\d"
_C = "[零〇一二三四五六七八九十廿卅]"
_DAY = (
    rf"(?:(?:{_YEAR}|\d\d)\s?[年./\-]\s?\d{{1,2}}(?:\s?[月./\-](?:\s?\d{{1,2}}\s?[日号]?)?)?"
    rf"|{_C}{{2,4}}年{_C}{{1,3}}月(?:{_C}{{1,3}}[日号])?|{_YEAR}[01]\d[0-3]\d|(?:{_YEAR}|\d\d)年)"
)
_LUNAR = rf"(?:{_YEAR}年)?(?:农历|阴历)?(?:{_C}{{1,2}}|正|腊|冬)月(?:初|廿)?{_C}{{1,3}}"
_REAL_DAY = rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"  # eight digits
_COUNTED = r"\s?(?:元|块|万|亿|平方|平米|㎡|人|户|吨|公里|公斤|米|斤|亩|次|件|份|%|年|页|字(?!第))"
_CREDIT_CODE = r"\d{8}MA[\dA-Z]{8}(?![\dA-Z])"  # of a unit, and public (统一社会信用代码)
_DOCUMENT = (
    "身份证|护照|证件|军官证|士兵证|警官证|驾驶证|社保卡?|医保卡?|通行证|居住证|残疾人?证|学籍?|病历|"
    "住院|准考证|户口[簿本]|不动产权证|房产证|结婚证|离婚证|出生医学证明"
)
_AT = r"\s?(?:@|[\[(【{<]\s?(?:at|@|艾特)\s?[\])】}>]|艾特|爱特|圈a|小老鼠|#| at )\s?"
_DOT = r"\s?(?:\.|[\[(【{<]\s?(?:dot|点|\.)\s?[\])】}>]|点| dot )\s?"
_NET = "微信|威信|薇信|V信|VX|WX|WECHAT|QQ|扣扣|企鹅|抖音|快手|支付宝|微博|钉钉|小红书"

# Asked in this order; a later pattern does not see what an earlier one has taken. Where a word
# only announces what is private, the group ``it`` is what is hidden.
_NUMBERS: tuple[tuple[PersonalData, str], ...] = (
    (PersonalData.EMAIL, rf"[A-Z0-9._%+\-]{{1,64}}{_AT}[A-Z0-9\-]+(?:{_DOT}[A-Z0-9\-]+)+"),
    (PersonalData.ACCOUNT, rf"(?:{_NET}){_IS}(?P<it>\d[\d ]{{5,14}}\d|[A-Z0-9_\-]{{5,30}})"),
    (PersonalData.NUMBER, rf"(?:工号|警号|胸牌号?){_IS}(?P<it>[A-Z]{{0,3}}\d{{3,}})"),
    # eighteen digits in any grouping, with a day of birth in the middle
    (
        PersonalData.IDENTITY,
        rf"(?<!\d)[1-9](?:{_S}\d){{5}}{_S}(?:1{_S}9|2{_S}0)(?:{_S}\d){{2}}{_S}[01](?:{_S}\d)"
        rf"{_S}[0-3](?:{_S}\d){{4}}{_S}[\dX](?!\d)",
    ),
    (PersonalData.IDENTITY, r"(?<!\d)\d{17}[\dX](?!\d)|(?<!\d)\d{15}(?!\d)"),
    (PersonalData.IDENTITY, r"(?<![A-Z])[A-Z]{3}\d{12}(?!\d)"),  # older foreigners' permit
    (PersonalData.IDENTITY, r"[A-Z]{1,2}\d{6}\([\dA]\)"),  # Hong Kong's own card
    (PersonalData.IDENTITY, r"(?<![A-Z0-9])[A-Z]{1,2}\d{7,10}(?![A-Z0-9])"),  # passports, permits
    (PersonalData.IDENTITY, rf"{_H}?字第?\s?\d{{5,}}\s?号"),  # officers' cards, title deeds
    (PersonalData.IDENTITY, rf"(?:{_DOCUMENT}){_IS}(?P<it>[A-Z]{{0,4}}\d(?:[ \-]?[A-Z0-9]){{4,}})"),
    (
        PersonalData.IDENTITY,
        rf"(?:{_DOCUMENT})[^,。;\n]{{0,4}}(?:尾号|[后末]\w位)(?:数字?)?{_IS}(?P<it>\d{{3,6}}X?)",
    ),
    (PersonalData.BANK_CARD, rf"(?:尾号|[后末][四六4-6]位)(?:数字?)?{_IS}(?P<it>\d{{3,6}}X?)"),
    (
        PersonalData.BANK_CARD,
        rf"(?<!\d)(?!(?:{_YEAR}[ \-]){{3}})\d{{4}}(?:[ \-]\d{{4}}){{3}}(?:[ \-]\d{{1,4}})?(?!\d)",
    ),
    (PersonalData.BANK_CARD, r"(?<!\d)(?:\d{16,17}|\d{19})(?!\d)"),
    (PersonalData.PHONE, rf"(?<!\d)(?:(?:\+|00)?86{_S})?1{_S}[3-9](?:{_S}\d){{9}}(?!\d)"),
    (
        PersonalData.PHONE,
        rf"(?<!\d)\(?(?:\+?86{_S})?0\d{{2,3}}\)?{_S}\d{{3,4}}[ \-]?\d{{4}}(?!\d)"
        r"(?:\s?(?:转|分机|-)\s?\d{1,5})?",
    ),
    (
        PersonalData.PHONE,
        rf"(?:电话|手机|座机|联系方式|TEL){_IS}(?P<it>\d{{3,4}}[ \-]\d{{4}})(?!\d)",
    ),
    (PersonalData.IDENTITY, r"(?<!\d)\d{6}(?=\s?(?:开头|打头))"),
    (PersonalData.NUMBER, r"\d{11,}X?"),
    (
        PersonalData.PLATE,
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使军]\s?[A-Z]\s?[·.\- ]?"
        r"\s?(?=[A-Z]{0,5}\d)[A-Z0-9]{4,5}[A-Z0-9挂学警港澳](?![A-Z0-9])"
        r"|(?<![A-Z])WJ\s?[\u4e00-\u9fff]?\s?\d{4,5}",
    ),
    (
        PersonalData.BIRTH,
        r"(?:出生|生日|生于|生辰)(?:年月日?|日期|时间|于|在|是|为|农历|阴历|阳历|公历|[:\s])*"
        rf"(?P<it>{_DAY}|{_LUNAR})",
    ),
    (
        PersonalData.BIRTH,
        rf"(?:身份证|户口[簿本]|档案|护照)(?:上|里)?(?:写)?(?:的)?(?:是|为|成)\s?(?P<it>{_DAY})",
    ),
    (
        PersonalData.BIRTH,
        rf"(?:{_DAY}|{_LUNAR})\s?(?:出生|生人|(?<=[日号月年\d])生(?=[的人于,。;)\s]|$))",
    ),
    (
        PersonalData.PHONE,
        rf"(?<![\d.¥$])(?!{_REAL_DAY}(?!\d)|{_CREDIT_CODE})\d{{7,10}}(?!\d|\.\d|{_COUNTED})",
    ),
)

_N = r"(?:[甲乙丙丁]?\d{1,5}|[A-Z]\d{0,4}|[一二三四五六七八九十百零〇两]{1,5}|[甲乙丙丁])"
_DOOR = "(?:号院|号楼|号|弄|栋|幢|座|单元|室)"
_ROOM = rf"(?:\s?{_N}?[\-—#附])?{_N}?(?:{_DOOR}|层|楼|户|门|组|队)[甲乙丙丁]?"
_STREET = "(?<=[路街巷弄道村庄屯堡寨区苑坊园城府湾镇乡里院寓同])"
_ESTATE = "(?<=[路街巷弄道区苑园城府湾里院寓同楼栋幢])"
_ADDRESSES: tuple[str, ...] = (
    # after a street, a village or an estate: 12号院3单元501室, 3组12号, 5号楼302; and 5-2-301
    rf"{_STREET}\s?(?:第?{_N}[组队]\s?)?{_N}(?:[\-—附]{_N})?\s?{_DOOR}(?:\s?{_ROOM})*"
    r"(?:\s?\d{3,4}(?!\d))?",
    rf"{_ESTATE}\s?\d{{1,3}}(?:\s?[\-—#]\s?\d{{1,4}}){{1,3}}[室号]?(?!\d|\s?[年月日岁])",
    # by themselves: 5号楼302, 2栋1单元, 3楼302室, 3组12号
    rf"{_N}(?:号楼|栋|幢|座|单元)\s?(?:{_ROOM}\s?)*(?:{_N}[号室户]|\d{{3,4}}(?![\d年元]))?",
    rf"(?:{_N}[层楼]\s?)?\d{{3,4}}\s?室",
    rf"第?{_N}[组队]\s?{_N}号",
    rf"门牌号?码?[是为]?\s?:?\s?(?P<it>{_N}号?)",
)

_NO = surnames.letters("not first")
_GIVEN = rf"(?![{_NO}]){_H}"
_SECOND = rf"(?![{_NO}{surnames.letters('not second')}]){_H}"
_COMPOUND, _COMMON = surnames.words("compound"), surnames.letters("common")
_SURNAME = rf"(?:{_COMPOUND}|[{_COMMON}])"
_FIRST = (
    "".join(sorted({name[0] for name in _COMPOUND.split("|")})) + _COMMON + surnames.letters("rare")
)
_NOT = rf"(?=[{_FIRST}])(?!{surnames.words('never')})"  # the letters first: they are quick to ask
_NAME = rf"{_NOT}{_SURNAME}{_GIVEN}(?:{_SECOND})?"
_ANY_NAME = (
    rf"{_NOT}(?:{_COMPOUND}|[{_COMMON}{surnames.letters('rare')}])"
    rf"\s?{_GIVEN}(?:\s?{_SECOND})?"
)
_FAMILY, _ROLES, _TITLES = map(surnames.words, ("family", "roles", "titles"))
_LOOSE, _PARTS = surnames.letters("loose"), surnames.words("parts")
_LONG_PARTS = "|".join(part for part in _PARTS.split("|") if len(part) > 2)
_FOREIGN = surnames.letters("transliterated")
# 和 behind 签字 joins what comes next, as in 签字和村委会证明; a surname it is behind a sign or 是.
_NO_AND = r"(?:(?<=[:\s是叫为成着])|(?!和))"
_AND = "(?:[、和与及跟同]|以及)"
_NAMES: tuple[str, ...] = (
    r"(?:姓\s?名|名\s?字|署名|落款|签名|签字|签章|真名|原名|曾用名|别名)[栏处里上]*"
    rf"(?:是|叫|为|写的是|写成|写着|错写成)?\s?:?\s?{_NO_AND}(?P<it>{_ANY_NAME})",
    rf"(?:我|人|他|她|的|{_FAMILY})(?:叫做?|名叫|名为)\s?:?\s?(?P<it>{_ANY_NAME})",
    rf"(?:叫做?|名叫)\s?:?\s?(?P<it>{_NAME})",
    rf"姓\s?(?P<it>{_SURNAME})(?=的|[,。;)\s]|$)",
    rf"[是为成叫把](?P<it>{_NAME})(?=[,。;)\n了的]|写|错|改|$)",
    rf"[写登记载](?:的是?|成|着|为)\s?(?P<it>{_NAME})(?=[,。;)\n]|$)",
    rf"(?:^|[,。;\n])\s?我\s?[,:]\s?(?P<it>{_NAME})(?=[,。;\n])",
    rf"(?:我就?是|我姓|本人[是叫为姓]?)\s?[,:]?\s?(?P<it>{_NAME})",
    rf"(?:{_FAMILY}|{_ROLES})\s?(?:[(\[“\"]|是|为|叫|:|、|,)?\s?(?P<it>{_NAME})",
    rf"(?:{_ROLES}|联系|法人|负责人)\s?[是为叫]?\s?:\s?(?P<it>{_ANY_NAME})",
    rf"[与和跟同及给找向](?P<it>{_NAME})(?=[^\n]{{0,2}}"
    rf"(?:{_FAMILY}|系(?![统列])|是|之间|的关系|结婚|离婚|登记|夫妻|母子|父子|父女|母女|兄|姐))",
    rf"(?P<it>{_NAME})(?=\s?(?:系(?![统列])|,?[男女]\s?,|\(?的?身份证|\(?于?\d{{2,4}}年(?:去世|死亡|病故)"
    r"|已?(?:去世|死亡|过世|病故)))",
    rf"(?:^|\n)[ \t]{{0,9}}(?P<it>{_ANY_NAME})\s?(?:[(,]?\s?{_DAY}\)?)?[ \t]{{0,9}}(?=\n|$)",
    rf"(?P<it>(?:{_COMPOUND}|阿不都|[{_FOREIGN}]{{1,12}})"
    rf"(?:\s?[·•‧∙⋅・.]\s?(?:阿不都|{_H})[{_FOREIGN}]{{0,11}})+)",
    # names of two and more parts without a point between them: 扎西次仁, 阿依古丽
    rf"(?P<it>[{_LOOSE}]{{0,4}}(?:{_PARTS})(?:{_PARTS}|[{_LOOSE}])+|[{_LOOSE}]{{1,4}}(?:{_PARTS}))"
    r"(?![市县区旗州盟])",
    rf"(?:^|[,。;、(:\n]|{_ROLES})(?P<it>{_PARTS})(?=[说称在是和与、,。的家])",
    rf"(?P<it>{_LONG_PARTS})(?![市县区旗州盟])",
    r"(?<![a-zA-Z])(?P<it>(?-i:(?:[A-Z][a-z]+|[B-Z]H?[AEIOU]{1,3}(?:NG?)?)"  # WANG Li, too
    r"(?:[ ·.]{1,2}(?:[A-Z]\.? )?[A-Z][a-z]+)+))(?![a-zA-Z])",
    r"(?:叫做?|名字?[是叫为]|[是和与跟、,。(:\n]|^)\s?(?P<it>(?-i:[A-Z][a-z]{1,11}))(?=\s?(?:先生|女士|说|[是都和与、,。)]|$))",
    rf"{_TAKEN}\s?{_AND}\s?(?P<it>{_NAME})",
    rf"(?P<it>{_NAME})(?=\s?{_AND}\s?{_TAKEN})",
)

_TITLED = rf"(?=(?P<it>{_NOT}{_SURNAME}(?:(?!某){_H}){{0,2}}?)\s?(?:{_TITLES}))"
_LONG_CHINESE_NUMBER = re.compile(
    r"[零〇幺一二两三四五六七八九](?:[ \-]?[零〇幺一二两三四五六七八九]){6,}"
)
_LAW = re.compile(
    r"第\s?\d+\s?号|[〔\[(]\d{4}[〕\])]\s?\d+\s?号|\d+\s?号(?:文件?|令|公告|窗口|通知)"
)


@cache
def _pattern(written: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern, read when it is first asked for: all take a third of a second."""
    return re.compile(written, flags)


def spans(text: str, names: Iterable[str] = ()) -> tuple[Span, ...]:
    """
    Return where ``text`` holds personal data (须遮盖的片段), in order, without overlaps.

    Widths, zero-width characters, blanks between digits and Chinese digits make no difference.
    What :func:`masked_text` has put in place of something is passed over.

    :param names: names the caller knows of, of two characters or more; masked wherever they stand
    """
    view, places = _readable(text)
    found: list[tuple[int, int, PersonalData]] = []
    for start, end, kind in _hits(view, names):
        found.append((places[start], places[end - 1] + 1, kind))
    return tuple(Span(kind, start, end) for start, end, kind in sorted(found))


def doubtful(text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what :func:`masked_text` leaves and what yet may be a name (存疑), in order, once."""
    view, places = _readable(masked := masked_text(text, names))
    likely = (masked[places[at] : places[end - 1] + 1] for at, end, _ in surnames.bare_names(view))
    return tuple(dict.fromkeys(likely))


def masked_text(text: str, names: Iterable[str] = ()) -> str:
    """
    Return ``text`` with each piece of personal data replaced by its kind, 〔姓名〕 (脱敏文本).

    Masking what is masked changes nothing; nothing that :func:`spans` finds is left.
    """
    known = tuple(names)
    while found := spans(text, known):
        for span in reversed(found):
            text = f"{text[: span.start]}〔{span.kind.label}〕{text[span.end :]}"
    return text


def masked_place(text: str) -> str:
    """
    Return the place of an office masked (办公地点): its house and room stay, nobody lives there.

    People are told to go there; a name, a number or a phone in it is masked as anywhere.
    """
    hidden = [span for span in spans(text) if span.kind is not PersonalData.ADDRESS]
    for span in reversed(hidden):
        text = f"{text[: span.start]}〔{span.kind.label}〕{text[span.end :]}"
    return text


def masked_official(text: str) -> str:
    """
    Return official text masked (公文用语): whatever :func:`spans` takes for a name stays.

    A list that an office issued speaks of papers, offices and systems, and what it says becomes
    what residents read: words that only look like a name (查低保系统) must not change.
    """
    hidden = [span for span in spans(text) if span.kind is not PersonalData.NAME]
    for span in reversed(hidden):
        text = f"{text[: span.start]}〔{span.kind.label}〕{text[span.end :]}"
    return text


def hidden_in(text: str) -> bool:
    """Return whether something was masked in ``text`` (有遮盖的字)."""
    return _HIDDEN.search(text) is not None


def _readable(text: str) -> tuple[str, list[int]]:
    """Return the text as the patterns want it, and where each of its characters came from."""
    hidden = _HIDDEN.sub(lambda match: _TAKEN * len(match.group()), text)
    places = [place for place, char in enumerate(hidden) if unicodedata.category(char) != "Cf"]
    view = "".join(_plain(hidden[place]) for place in places)
    return _LONG_CHINESE_NUMBER.sub(
        lambda run: run.group().translate(_CHINESE_DIGITS), view
    ), places


def _plain(char: str) -> str:
    """Return one character, half-width; a digit of any script as an ASCII digit."""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _hits(view: str, names: Iterable[str]) -> list[tuple[int, int, PersonalData]]:
    """Return what is found; each hides its place from what is asked after it."""
    found: list[tuple[int, int, PersonalData]] = []
    view = _take_names(view, (_readable(name)[0] for name in names), found)
    for kind, pattern in _NUMBERS:
        view = _hide(view, _announced(_pattern(pattern))(view), kind, found)
    view = _LAW.sub(lambda match: _KEPT * len(match.group()), view)
    for pattern in _ADDRESSES:
        view = _hide(view, _announced(_pattern(pattern))(view), PersonalData.ADDRESS, found)
    before = -1
    while before < len(found):  # a name found announces the next: 王小明和李红
        before = len(found)
        for places in (*map(_announced, map(_pattern, _NAMES)), _titled, _bare):
            first, shown = len(found), view
            view = _hide(view, places(view), PersonalData.NAME, found)
            view = _take_names(view, (shown[at:end] for at, end, _ in found[first:]), found)
    return found


def _announced(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Return what finds the matches of ``pattern``, or their group ``it`` where it has one."""
    group = "it" if "it" in pattern.groupindex else 0
    return lambda view: (match.span(group) for match in pattern.finditer(view))


def _titled(view: str) -> Iterator[tuple[int, int]]:
    """Yield the names before a title: not the 司 of 公司的钱经理, but the 钱."""
    last = 0
    for match in _pattern(_TITLED, re.NOFLAG).finditer(view):
        start, end = match.span("it")
        if start >= last and not surnames.within_word(view, start):
            last = end
            yield start, end


def _bare(view: str) -> Iterator[tuple[int, int]]:
    return ((at, end) for at, end, weight in surnames.bare_names(view) if weight >= surnames.SURE)


def _hide(
    view: str,
    places: Iterable[tuple[int, int]],
    kind: PersonalData,
    found: list[tuple[int, int, PersonalData]],
) -> str:
    """Put ``places`` into ``found`` and hide them from what is asked later."""
    for start, end in places:
        found.append((start, end, kind))
        view = view[:start] + _TAKEN * (end - start) + view[end:]
    return view


def _take_names(view: str, names: Iterable[str], found: list[tuple[int, int, PersonalData]]) -> str:
    """Hide each of ``names`` wherever it stands, the longer ones first."""
    known = {"".join(name.split()) for name in names}
    for name in sorted(known, key=lambda each: (-len(each), each)):
        if len(name) >= 2 and not {_TAKEN, _KEPT} & set(name):
            spaced = re.compile(r"\s?".join(re.escape(char) for char in name), re.IGNORECASE)
            view = _hide(view, _announced(spaced)(view), PersonalData.NAME, found)
    return view
