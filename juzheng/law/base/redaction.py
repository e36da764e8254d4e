"""
Redaction (脱敏): personal data in free Chinese text, found and masked before anybody reads it.

What a resident writes about a demand goes to officers and, after review, to the public. So here
doubt masks: too much hidden is a nuisance, too little is a leak. Numbers are found by their form,
names only by what stands around them (我叫…, 姓名：…, …女士, a line with nothing but a name) or
because the caller passes them in: a bare name in the middle of a sentence is **not** found, and
neither is a house described in words. That is why an officer reads a text before it is published.

Left whole: numbers of documents and articles, hotlines of up to six digits, days without a word
of birth, sums and measures, names of units, and people already written as 王某.
The rules are the house's own, made for this use; 个人信息保护法 demands the care, not the form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

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
_CAPITALS = {ord(small): ord(small) - 32 for small in "abcdefghijklmnopqrstuvwxyz"}

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
_DOCUMENT = (
    "身份证|护照|证件|军官证|士兵证|警官证|驾驶证|社保卡?|医保卡?|通行证|居住证|残疾人?证|学籍?|病历|"
    "住院|准考证|户口[簿本]|不动产权证|房产证|结婚证|离婚证|出生医学证明"
)
_NET = "微信|威信|薇信|V信|VX|WX|WECHAT|QQ|扣扣|企鹅|抖音|快手|支付宝|微博|钉钉|小红书"

# Asked in this order; a later pattern does not see what an earlier one has taken. Where a word
# only announces what is private, the group ``it`` is what is hidden.
_NUMBERS: tuple[tuple[PersonalData, str], ...] = (
    (PersonalData.EMAIL, r"[A-Z0-9._%+\-]{1,64}\s?@\s?[A-Z0-9\-]+(?:\s?\.\s?[A-Z0-9\-]+)+"),
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
    (PersonalData.IDENTITY, rf"(?:{_DOCUMENT}){_IS}(?P<it>(?=[A-Z]{{0,4}}\d)[A-Z0-9]{{6,}})"),
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
    (PersonalData.ACCOUNT, rf"(?:{_NET}){_IS}(?P<it>[A-Z0-9_\-]{{5,30}})"),
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
        rf"(?<![\d.¥$])(?!{_REAL_DAY}(?!\d))\d{{7,10}}(?!\d|\.\d|{_COUNTED})",
    ),
)

_N = r"(?:[甲乙丙丁]?\d{1,5}|[A-Z]\d{0,4}|[一二三四五六七八九十百零〇两]{1,5}|[甲乙丙丁])"
_DOOR = "(?:号院|号楼|号|弄|栋|幢|座|单元|室)"
_ROOM = rf"(?:\s?{_N}?[\-—#附])?{_N}?(?:{_DOOR}|层|楼|户|门|组|队)"
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

_NOT = f"(?!{surnames.WORDS})"
_GIVEN = rf"(?![{surnames.NOT_FIRST}]){_H}"
_SECOND = rf"(?![{surnames.NOT_SECOND}]){_H}"
_SURNAME = rf"(?:{surnames.COMPOUND}|[{surnames.COMMON}])"
_NAME = rf"{_NOT}{_SURNAME}{_GIVEN}(?:{_SECOND})?"
_ANY_NAME = (
    rf"{_NOT}(?:{surnames.COMPOUND}|[{surnames.COMMON}{surnames.RARE}])"
    rf"\s?{_GIVEN}(?:\s?{_SECOND})?"
)
_FAMILY = (
    "爸爸|爸|妈妈|妈|父亲|母亲|老爹|爹|老娘|爷爷|奶奶|外公|外婆|姥姥|姥爷|祖父|祖母|岳父|岳母|公公|"
    "婆婆|老公|老婆|丈夫|妻子|爱人|老伴儿?|老头子?|儿子|女儿|孙子|孙女|外孙女?|哥哥|哥|姐姐|姐|弟弟|弟|"
    "妹妹|妹|叔叔|叔|伯伯|伯父|舅舅|舅|姑姑|姑妈|姑|姨妈|姨|婶婶|嫂子|侄子|侄女|侄儿|外甥女?|儿媳|"
    "女婿|配偶|前妻|前夫|亡夫|亡妻|养父|养母|养子|养女|继父|继母|孩子|小孩|娃|闺女|丫头|媳妇|妯娌|连襟|亲家|表[哥姐弟妹]|堂[哥姐弟妹]"
)
_ROLES = (
    "申请人|当事人|户主|经办人|联系人|证明人|证人|见证人|死者|逝者|被继承人|继承人|投诉人|举报人|反映人|"
    "报告人|委托人|代理人|监护人|被监护人|收养人|被收养人|担保人|借款人|持卡人|存款人|产权人|房主|房东|"
    "业主|租客|承租人|出租人|患者|病人|学生|同学|邻居|老人|老人家|居民|村民|职工|员工|社员|战友|陈述人|"
    "申请者|工作人员|办事员|柜员|店主|车主|"
    "支书|书记|主任|会计|村长|组长|楼长|网格员|社工|经理|科长|所长|校长"
)
_TITLES = (
    "先生|女士|小姐|同志|大爷|大妈|大娘|大叔|大姐|大哥|阿姨|奶奶|爷爷|婆婆|老太太?|老汉|师傅|老师|"
    "主任|副主任|书记|医生|大夫|经理|法官|律师|警官|科长|股长|局长|所长|行长|校长|院长|站长|会计|"
    "公证员|同学|小朋友"
)
_AND = "(?:[、和与及跟同]|以及)"
_NAMES: tuple[str, ...] = (
    r"(?:姓\s?名|名\s?字|署名|落款|签名|签字|签章|真名|原名|曾用名|别名)[栏处里上]*"
    rf"(?:是|叫|为|写的是|写成|写着|错写成)?\s?:?\s?(?P<it>{_ANY_NAME})",
    rf"(?:我|人|他|她|的|{_FAMILY})(?:叫做?|名叫|名为)\s?:?\s?(?P<it>{_ANY_NAME})",
    rf"(?:叫做?|名叫)\s?:?\s?(?P<it>{_NAME})",
    rf"姓\s?(?P<it>{_SURNAME})(?=的|[,。;)\s]|$)",
    rf"[是为成叫把](?P<it>{_NAME})(?=[,。;)\n了的]|写|错|改|$)",
    rf"[写登记载](?:的是?|成|着|为)\s?(?P<it>{_NAME})(?=[,。;)\n]|$)",
    rf"(?:^|[,。;\n])\s?我\s?[,:]\s?(?P<it>{_NAME})(?=[,。;\n])",
    rf"(?:我就?是|我姓|本人[是叫为姓]?)\s?[,:]?\s?(?P<it>{_NAME})",
    rf"(?:{_FAMILY}|{_ROLES})\s?(?:[(\[“\"]|是|为|叫|:|、|,)?\s?(?P<it>{_NAME})",
    rf"(?:{_ROLES}|联系|法人|负责人)\s?[是为叫]?\s?:\s?(?P<it>{_ANY_NAME})",
    rf"(?P<it>{_NOT}{_SURNAME}(?:(?!某){_H}){{0,2}}?)\s?(?=(?:{_TITLES}))",
    rf"[与和跟同及给找向](?P<it>{_NAME})(?=[^\n]{{0,2}}"
    rf"(?:{_FAMILY}|系|是|之间|的关系|结婚|离婚|登记|夫妻|母子|父子|父女|母女|兄|姐))",
    rf"(?P<it>{_NAME})(?=\s?(?:系|,?[男女]\s?,|\(?的?身份证|\(?于?\d{{2,4}}年(?:去世|死亡|病故)"
    r"|已?(?:去世|死亡|过世|病故)))",
    rf"(?:^|\n)[ \t]{{0,9}}(?P<it>{_ANY_NAME})\s?(?:[(,]?\s?{_DAY}\)?)?[ \t]{{0,9}}(?=\n|$)",
    rf"(?P<it>[{surnames.TRANSLITERATED}]{{2,12}}(?:·[{surnames.TRANSLITERATED}]{{2,12}})+)",
    rf"{_TAKEN}\s?{_AND}\s?(?P<it>{_NAME})",
    rf"(?P<it>{_NAME})(?=\s?{_AND}\s?{_TAKEN})",
)

_NUMBER_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _NUMBERS)
_ADDRESS_PATTERNS = tuple(re.compile(pattern) for pattern in _ADDRESSES)
_NAME_PATTERNS = tuple(re.compile(pattern) for pattern in _NAMES)
_LONG_CHINESE_NUMBER = re.compile("[零〇幺一二两三四五六七八九]{7,}")
_LAW = re.compile(
    r"第\s?\d+\s?号|[〔\[(]\d{4}[〕\])]\s?\d+\s?号|\d+\s?号(?:文件?|令|公告|窗口|通知)"
)


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


def _readable(text: str) -> tuple[str, list[int]]:
    """Return the text as the patterns want it, and where each of its characters came from."""
    hidden = _HIDDEN.sub(lambda match: _TAKEN * len(match.group()), text)
    places = [place for place, char in enumerate(hidden) if unicodedata.category(char) != "Cf"]
    view = "".join(_plain(hidden[place]) for place in places)
    return _LONG_CHINESE_NUMBER.sub(
        lambda run: run.group().translate(_CHINESE_DIGITS), view
    ), places


def _plain(char: str) -> str:
    """Return one character, half-width and capital; a digit of any script as an ASCII digit."""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    return (plain if len(plain) == 1 else char).translate(_CAPITALS)


def _hits(view: str, names: Iterable[str]) -> list[tuple[int, int, PersonalData]]:
    """Return what is found; each hides its place from what is asked after it."""
    found: list[tuple[int, int, PersonalData]] = []
    view = _take_names(view, (_readable(name)[0] for name in names), found)
    for kind, pattern in _NUMBER_PATTERNS:
        view = _take(view, pattern, kind, found)
    view = _LAW.sub(lambda match: _KEPT * len(match.group()), view)
    for pattern in _ADDRESS_PATTERNS:
        view = _take(view, pattern, PersonalData.ADDRESS, found)
    before = -1
    while before < len(found):  # a name found announces the next: 王小明和李红
        before = len(found)
        for pattern in _NAME_PATTERNS:
            first, shown = len(found), view
            view = _take(view, pattern, PersonalData.NAME, found)
            names = [shown[start:end] for start, end, _ in found[first:]]
            view = _take_names(view, names, found)
    return found


def _take(
    view: str,
    pattern: re.Pattern[str],
    kind: PersonalData,
    found: list[tuple[int, int, PersonalData]],
) -> str:
    """Put the matches (their group ``it`` where the pattern has one) into ``found``; hide them."""
    group = "it" if "it" in pattern.groupindex else 0
    for match in pattern.finditer(view):
        start, end = match.span(group)
        found.append((start, end, kind))
        view = view[:start] + _TAKEN * (end - start) + view[end:]
    return view


def _take_names(view: str, names: Iterable[str], found: list[tuple[int, int, PersonalData]]) -> str:
    """Hide each of ``names`` wherever it stands, the longer ones first."""
    known = {"".join(name.split()) for name in names}
    for name in sorted(known, key=lambda each: (-len(each), each)):
        if len(name) >= 2 and not {_TAKEN, _KEPT} & set(name):
            spaced = re.compile(r"\s?".join(re.escape(char) for char in name))
            view = _take(view, spaced, PersonalData.NAME, found)
    return view
