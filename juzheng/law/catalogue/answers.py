"""
Answers (填写内容): what a name, a text, a telephone and a day may be, and how each reads.

The same at every door. Whatever is taken is kept as it was typed, but for outer blanks, the one
dot of names, and the figures of a telephone: these three are shown in their one form at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from juzheng.law.base.characters import (
    half_width,
    is_letter,
    is_of_names,
    is_picture,
    one_dot,
    told,
    unseen,
    usual,
)
from juzheng.law.base.identity import LONGEST_LIFE
from juzheng.law.catalogue.items import AnswerKind, Item, Question
from juzheng.law.catalogue.sentences import blanks

NAME_LENGTH = 50
LINE_LENGTH = 100  # a unit, a purpose
TEXT_LENGTH = 200
LONG_TEXT_LENGTH = 1000
APPLICANT = "applicant"  # the applicant's name in a sentence of the paper

_BLANKS = " \t\n\u3000\u00a0"
_SEPARATORS = re.compile(r"[\s\-()—–‐]")
_TELEPHONE = re.compile(r"\+?\d{7,15}(转\d{1,6})?", re.ASCII)
_YEAR = re.compile(r"(约|大约|大概)?(\d{4})年?(前后|左右)?", re.ASCII)
_STORED = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(~?)", re.ASCII)
_EXTENSION = re.compile(r"(0\d{2,3}[-—–]?\d{7,8})[-—–](\d{1,6})", re.ASCII)
_SPAN = re.compile(r"自\{(\w+)\}至\{(\w+)\}")
_DONE = re.compile(r"\{applicant\}[于自]\{(\w+)\}")  # what the applicant did on that day
DAYS = frozenset({AnswerKind.DATE, AnswerKind.BIRTH_DATE, AnswerKind.DATE_IN_PART})
_WORDS = frozenset({AnswerKind.TEXT, AnswerKind.PERSON_NAME})


class BadAnswer(ValueError):
    """
    An answer that cannot be (填写有误); speaks to whoever types, with blanks to translate.

    :cvar OURS: the blanks that hold words of the law or the catalogue, and nothing typed
    :ivar about: the key of the question asked first that it contradicts, if it is one
    """

    OURS = ("question", "document")

    def __init__(self, code: str, message: str, *, about: str = "", **blanks: object) -> None:
        super().__init__(message % blanks if blanks else message)
        self.code, self.message, self.blanks, self.about = code, message, blanks, about


def text(typed: str, *, lines: bool = False) -> str:
    """
    Return what was typed as a text (文字), without outer blanks; in one line unless ``lines``.

    :raises BadAnswer: if it holds what nobody sees, or a picture
    """
    said = typed.replace("\r\n", "\n").replace("\t", " ").strip(_BLANKS)
    said = said if lines else said.replace("\n", " ")
    if found := unseen(said.replace("\n", "")):
        raise BadAnswer(
            "unseen",
            "里面有看不见的控制字符（%(sign)s）。请删掉重新输入，不要从别处粘贴。",
            sign=told(found),
        )
    if found := next(filter(is_picture, said), ""):
        raise BadAnswer(
            "picture",
            "里面有印不出来的符号“%(sign)s”（例如表情）。请删掉，只写文字、数字和标点。",
            sign=found,
        )
    return said


def faults(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what is wrong with ``texts`` that come from a file (导入文字的毛病), each once."""
    found: dict[str, None] = {}
    for one in texts:
        try:
            text(one, lines=True)
        except BadAnswer as bad:
            found[str(bad)] = None
    return tuple(found)


def name(typed: str) -> str:
    """
    Return what was typed as a person's name (姓名): rare characters, any script, one dot.

    :raises BadAnswer: if it holds what no name has: digits, brackets, pictures …
    """
    said = one_dot(text(typed))
    for character in said:
        if not is_of_names(character):
            raise _no_name(character)
    if said and not is_letter(said[0]):
        raise _no_name(said[0])
    if "  " in said:
        raise BadAnswer("blanks", "姓名里连着有两个空格。请只留一个，或者不留。")
    return said


def _no_name(character: str) -> BadAnswer:
    if instead := usual(character):
        return BadAnswer(
            "name",
            "姓名里的“%(sign)s”是形状相同的部首或符号，不是字。请改成“%(instead)s”。",
            sign=character,
            instead=instead,
        )
    return BadAnswer(
        "name",
        "姓名里的“%(sign)s”不对。请照证件写姓名，例如：王秀兰、阿依古丽·买买提。",
        sign=told(character),
    )


def telephone(typed: str) -> str:
    """
    Return the digits of a telephone number (电话), with a leading + and an extension.

    :raises BadAnswer: if it cannot be a telephone number
    """
    said = half_width(typed)
    number = _SEPARATORS.sub("", _EXTENSION.sub(r"\1转\2", said))
    if said and not _TELEPHONE.fullmatch(number):
        raise BadAnswer(
            "phone", "电话号码不对。请写手机号，或带区号的座机号，例如：0571-87001234。"
        )
    return number


def past(day: date, on: date) -> date:
    """
    Return ``day``, on which something has happened that people can still know (已经发生的日期).

    :raises BadAnswer: if it is yet to come on ``on``, or before anybody's memory
    """
    if day.year < 1000:
        raise BadAnswer("year", "年份要写四位数，例如：1968。")
    if day > on:
        raise BadAnswer("future", "这一天还没有到。请对照证件或记录再看一遍。")
    if on.year - day.year > LONGEST_LIFE:
        raise BadAnswer("early", "这一年太早了。请对照证件或记录再看一遍。")
    return day


def day_in_part(year: str, month: str, day: str, on: date) -> str:
    """
    Return a day known in part (大概日期) as it is stored: 1985, 1985-05, 1985~ (about), 1985-05-03.

    The way of writing is that of ISO 8601-2 (EDTF, level 1).

    :raises BadAnswer: if the year cannot be read, or the day is not in the past
    :raises ValueError: if there is no such day
    """
    found = _YEAR.fullmatch("".join(year.split()))
    if found is None or (day and not month):
        raise BadAnswer(
            "part", "请至少写出年份（四位数），记不准的写“约1985”，月、日不知道的空着。"
        )
    known = [int(found[2]), *(int(part) for part in (month, day) if part)]
    past(date(*[*known, 1, 1][:3]), on)
    about = "~" if found[1] or found[3] else ""
    return "-".join(f"{part:02d}" for part in known) + about


def in_words(kind: AnswerKind | None, stored: object) -> str:
    """Return a stored answer in words (答复文字); its question's kind decides, not its look."""
    if isinstance(stored, bool):
        return "是" if stored else "否"
    found = _STORED.fullmatch(str(stored)) if kind in DAYS else None
    if found is None:
        return str(stored)
    year, month, day, about = found.groups()
    said = (
        f"{int(year)}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    )
    return f"约{said}" if about else said


def parts(stored: str) -> tuple[str, str, str]:
    """Return year, month and day of a stored answer as they were typed (年、月、日)."""
    found = _STORED.fullmatch(stored)
    if found is None:
        return "", "", ""
    year, month, day = (part.lstrip("0") if part else "" for part in found.groups()[:3])
    return (f"约{year}" if found[4] else year), month, day


def of(questions: tuple[Question, ...], answers: Mapping[str, object]) -> dict[str, str]:
    """Return the answers in words, by the keys of their questions."""
    kinds = {question.key: question.kind for question in questions}
    return {key: in_words(kinds.get(key), stored) for key, stored in answers.items()}


def contradictions(
    item: Item, *, applicant: str, birth: date | None, answers: Mapping[str, object]
) -> dict[str, BadAnswer]:
    """
    Return the answers that contradict what else was filed (互相矛盾的填写), by question.

    :param birth: as the applicant's identity number says, if it says it
    """
    kinds = {question.key: question.kind for question in item.questions}
    said = {key: str(value) for key, value in answers.items() if key in kinds} | (
        {APPLICANT: applicant} if applicant else {}
    )
    found: dict[str, BadAnswer] = {}
    for key, kind in kinds.items():
        if kind is AnswerKind.BIRTH_DATE and birth and said.get(key, "") not in ("", str(birth)):
            found[key] = BadAnswer("birth", "出生日期和证件号码里的不一样。请对照证件再看一遍。")
    for fact in item.facts:
        for key in _named_twice(fact.sentence, {**kinds, APPLICANT: AnswerKind.PERSON_NAME}, said):
            found[key] = BadAnswer(
                "same_name",
                "“%(name)s”已经写在前面，这里不会是同一个名字。请写另一个人的姓名，或者写是什么关系。",
                name=said[key],
            )
        for start, end in _SPAN.findall(fact.sentence):
            if _before(said.get(end, ""), said.get(start, "")):
                found[end] = BadAnswer("order", "结束的一天早于开始的一天。请再看一遍。")
        for key in _DONE.findall(fact.sentence):
            if birth and _before(said.get(key, ""), str(birth)):
                found[key] = BadAnswer("unborn", "这一天申请人还没有出生。请对照证件再看一遍。")
    return found


def _before(stored: str, other: str) -> bool:
    """Return whether a day is before another, as far as both are known (早于)."""
    one, two = _STORED.fullmatch(stored), _STORED.fullmatch(other)
    if one is None or two is None or one[4] or two[4]:  # "about" is before and after
        return False
    shorter = min(len(stored), len(other))
    return stored[:shorter] < other[:shorter]


def _named_twice(
    sentence: str, kinds: Mapping[str, AnswerKind], said: Mapping[str, str]
) -> Iterator[str]:
    """Yield the blanks of ``sentence`` that hold a person's name which another blank has."""
    keys = [key for key in blanks(sentence) if key in said]
    for key in keys:
        people = {
            said[one] for one in keys if one != key and kinds[one] is AnswerKind.PERSON_NAME
        } - {""}
        if key != APPLICANT and kinds[key] in _WORDS and said[key] in people:
            yield key
