"""Identity numbers (证件号码): read, checked as far as arithmetic goes, and masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from juzheng.law.base.characters import half_width
from juzheng.law.base.terms import Term

PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71))
    for code in range(first, last + 1)
)  # the first two digits of a division code, GB/T 2260
PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})  # Hong Kong, Macao, Taiwan residents
CHECK_CHARACTERS = "10X98765432"  # ISO 7064 MOD 11-2, by the weighted sum modulo 11
LONGEST_LIFE = 130  # years; an older birth date is a slip of the pen
OLD_FOREIGN_FORM = re.compile(r"[A-Z]{3}\d{12}")
SEPARATORS = re.compile(r"[\s\-‐-―−·.()（）]")


class IdentityKind(Term):
    """Kinds of identity document (证件种类); the first three are told by their number itself."""

    RESIDENT_CARD = "resident_card", "居民身份证"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证"
    FOREIGN_RESIDENT_CARD = "foreign_resident_card", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    HONG_KONG_MACAO_PERMIT = "hong_kong_macao_permit", "港澳居民来往内地通行证"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证"
    OTHER = "other", "其他身份证件"


# The form of a number that does not tell its kind, as it is printed on the document, and in words.
# None of them has a check digit that is published. Whatever is printed otherwise goes as OTHER.
NAMED: dict[IdentityKind, tuple[re.Pattern[str], str]] = {
    IdentityKind.PASSPORT: (  # ICAO Doc 9303-4: at most nine characters
        re.compile(r"(?=(?:.*\d){3})[A-Z0-9]{5,9}", re.ASCII),
        "护照号码是5至9位字母和数字，例如：E12345678。请照护照填写。",
    ),
    # 公安部出入境管理局 2010-03-10, as 中新网 reported it: H or M, eight digits for life, two that
    # count renewals; that newer cards leave these two out was not read in a document (medium).
    IdentityKind.HONG_KONG_MACAO_PERMIT: (
        re.compile(r"[HM]\d{8}(\d{2})?", re.ASCII),
        "港澳居民来往内地通行证的号码是H或M加8位数字，例如：H12345678。请照证件填写。",
    ),
    # As cards are seen; no document on it was found (low).
    IdentityKind.TAIWAN_PERMIT: (
        re.compile(r"\d{8}|\d{10}[A-Z]?", re.ASCII),
        "台湾居民来往大陆通行证的号码是8位数字（旧证是10位数字加1个字母），例如：12345678。"
        "请照证件填写。",
    ),
    IdentityKind.OTHER: (
        re.compile(r"(?=.*\d)[A-Z0-9\u4e00-\u9fff]{4,30}", re.ASCII),
        "号码是4至30位字母、数字或汉字，至少有1位数字。请照证件填写。",
    ),
}
TOLD_BY_FORM = re.compile(r"(?P<permit>H\d{8}(\d{2})?)|(?![HM])[A-Z]{1,2}\d{7,8}", re.ASCII)


class Slip(Term):
    """What is wrong with a number (号码的毛病)."""

    EMPTY = "empty", "没有填写"
    LENGTH = "length", "位数不对"
    CHARACTERS = "characters", "字符不对"
    REGION = "region", "地区码不对"
    BIRTH = "birth", "出生日期不对"
    CHECK_DIGIT = "check_digit", "校验码不对"


class BadIdentityNumber(ValueError):
    """
    The text is no identity number that can be right (证件号码有误); speaks to the applicant.

    :ivar template: the message with its ``blanks`` open, to be translated
    """

    def __init__(self, slip: Slip, template: str, **blanks: object) -> None:
        self.slip, self.template, self.blanks = slip, template, blanks
        self.message = template % blanks if blanks else template
        super().__init__(self.message)


@dataclass(frozen=True)
class IdentityNumber:
    """
    A number that can be right (证件号码); whether it belongs to the person, only the card shows.

    :ivar birth: date of birth; ``None`` where the number does not hold the full year
    :ivar checked: whether a check digit vouches for the other characters
    """

    kind: IdentityKind
    number: str
    birth: date | None
    checked: bool = True

    @property
    def written(self) -> str:
        """The number with its kind in front, where it does not tell it itself (证件和号码)."""
        return written(self.kind, self.number)

    @property
    def masked(self) -> str:
        """The number as pages and papers show it (脱敏号码)."""
        return masked(self.written)


def read(text: str, on: date) -> IdentityNumber:
    """
    Return the identity number that ``text`` stands for (读取证件号码).

    Full-width characters, spaces, hyphens and a lower-case x are put right silently.
    Accepted: the 18 characters of the resident identity card, of the residence permit of Hong
    Kong, Macao and Taiwan residents, and of the foreigner's permanent-residence card of 2023;
    and the latter's old form, three letters and twelve digits, whose check digit has no
    published rule and so is not checked (``checked`` is false). The number of any other document
    is accepted with the document's name in front (护照E12345678): checked by its form only. The
    old fifteen-digit resident number is no longer valid.

    :param on: the day; a birth date after it is refused
    :raises BadIdentityNumber: with the first thing that is wrong, in words for the applicant

    Source: GB 11643-1999; for foreigners, 国家移民管理局's reading rules for the 2023 card
    (first digit 9, ISO 3166 number of the nationality, MOD 11-2), read in a reprint.
    """
    kind, number = parted(normalised(text))
    if not number:
        raise BadIdentityNumber(Slip.EMPTY, "还没有填写证件号码。请照证件填写。")
    if kind is not None:
        form, words = NAMED[kind]
        if not form.fullmatch(number):
            raise BadIdentityNumber(Slip.CHARACTERS, words)
        return IdentityNumber(kind, number, birth=None, checked=False)
    if OLD_FOREIGN_FORM.fullmatch(number):
        return _old_foreign(number)
    _check_form(number)
    kind = _kind(number)
    birth = _birth(number[6:14], on)
    if number[-1] != check_character(number[:17]):
        raise BadIdentityNumber(Slip.CHECK_DIGIT, "第18位校验码不对，请对照证件再看一遍。")
    return IdentityNumber(kind, number, birth)


def birth_in(number: str, on: date) -> date | None:
    """Return the date of birth that ``number`` holds (号码里的出生日期), if it can be read."""
    try:
        return read(number, on).birth
    except BadIdentityNumber:
        return None


def parted(text: str) -> tuple[IdentityKind | None, str]:
    """Return the kind that stands in front of a number (证件种类), if one does, and the number."""
    for kind in NAMED:
        if text.startswith(kind.label):
            return kind, text.removeprefix(kind.label)
    return None, text


def written(kind: str, number: str) -> str:
    """Return ``number`` with its kind in front, where it does not tell it itself (证件和号码)."""
    return next((one.label for one in NAMED if one == kind), "") + number


def with_kind(text: str) -> str:
    """Return ``text`` with its kind in front if its form alone tells it (看号码知种类)."""
    found = TOLD_BY_FORM.fullmatch(normalised(text))
    if found is None:
        return text
    permit, passport = IdentityKind.HONG_KONG_MACAO_PERMIT, IdentityKind.PASSPORT
    return written(permit if found["permit"] else passport, text)


def normalised(text: str) -> str:
    """Return ``text`` in half-width capitals without spaces and hyphens (规范写法)."""
    return SEPARATORS.sub("", half_width(text)).upper()


def check_character(body: str) -> str:
    """
    Return the eighteenth character (校验码) for the seventeen digits of ``body``.

    Source: GB 11643-1999, by ISO 7064 MOD 11-2: weights are powers of two modulo 11.
    """
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return CHECK_CHARACTERS[total % 11]


def masked(number: str) -> str:
    """
    Return ``number`` with all but its first and its last four characters hidden (脱敏).

    The birth date and the region never show. A text of eight characters or fewer is hidden whole;
    of a number with its kind in front the kind shows, and the last four if there are seven or more.
    """
    kind, plain = parted(number)
    if kind is not None:
        end = plain[-4:] if len(plain) > 6 else ""
        return kind.label + "*" * (len(plain) - len(end)) + end
    if len(number) <= 8:
        return "*" * len(number)
    return number[0] + "*" * (len(number) - 5) + number[-4:]


def _check_form(number: str) -> None:
    if len(number) == 15 and number.isascii() and number.isdigit():
        raise BadIdentityNumber(
            Slip.LENGTH, "这是旧的15位号码，已经停止使用。请填写现在证件上的18位号码。"
        )
    if len(number) != 18:
        raise BadIdentityNumber(
            Slip.LENGTH,
            "证件号码应当是18位，现在是%(length)d位。请照证件填写；护照、通行证等，请先选证件种类。",
            length=len(number),
        )
    for place, character in enumerate(number, start=1):
        if not ("0" <= character <= "9" or (place == 18 and character == "X")):
            raise BadIdentityNumber(
                Slip.CHARACTERS,
                "第%(place)d位“%(sign)s”不对：前17位只能是数字，第18位是数字或X。请照证件填写。",
                place=place,
                sign=character,
            )


def _kind(number: str) -> IdentityKind:
    if number[0] == "9" and number[1:3] in PROVINCES and number[3:6] != "000":
        return IdentityKind.FOREIGN_RESIDENT_CARD
    if number[:6] in PERMIT_REGIONS:
        return IdentityKind.RESIDENCE_PERMIT
    if number[:2] in PROVINCES:
        return IdentityKind.RESIDENT_CARD
    raise BadIdentityNumber(
        Slip.REGION,
        "前6位“%(digits)s”不是证件上会有的地区码，请对照证件再看一遍。",
        digits=number[:6],
    )


def _birth(digits: str, on: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        words = "第7至14位“%(digits)s”不是一个日期，请对照证件上的出生日期再看一遍。"
        raise BadIdentityNumber(Slip.BIRTH, words, digits=digits) from None
    words = ""
    if birth > on:
        words = "第7至14位“%(digits)s”的出生日期还没有到，请对照证件再看一遍。"
    elif on.year - birth.year > LONGEST_LIFE:
        words = "第7至14位“%(digits)s”的出生年份太早，请对照证件再看一遍。"
    if words:
        raise BadIdentityNumber(Slip.BIRTH, words, digits=digits)
    return birth


def _old_foreign(number: str) -> IdentityNumber:
    """Three letters of the nationality, four digits of the place, YYMMDD, two more digits."""
    try:
        date(2000, int(number[9:11]), int(number[11:13]))  # 2000: has every day a year may have
    except ValueError:
        raise BadIdentityNumber(
            Slip.BIRTH,
            "第8至13位“%(digits)s”不是出生的年月日，请对照证件再看一遍。",
            digits=number[7:13],
        ) from None
    return IdentityNumber(IdentityKind.FOREIGN_RESIDENT_CARD, number, birth=None, checked=False)
