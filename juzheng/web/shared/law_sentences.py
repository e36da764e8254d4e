"""
The law's composed sentences in the visitor's language (组成句): those with blanks, and several.

The law room knows no gettext: it hands over whole Chinese texts, made of constant sentences and of
sentences with blanks. A text is shown in another language only if every sentence in it is one of
the law's or of the catalogue's, word for word but for the blanks, or a provision that it quotes;
anything else was written by somebody and stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.safestring import SafeData
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation.trans_real import translation

from juzheng.catalogue.translated import translated
from juzheng.law.base.machine import Happened

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CONTEXT, READ = "law\x04", "read\x04"  # before a message with blanks, see assets/messages.py
HAPPENED = "happened"  # of events whose words are a button's too, see assets/messages.py
SOURCE = "zh-hans"
TYPED = "_as_typed"  # of a blank in English: what people have to write into a file stays Chinese
LONGEST = 800  # characters, and sentences: no answer of the law is longer, and what people type
MOST = 16  # must not keep the expressions busy
ENOUGH = 7  # characters of its own by which a sentence with blanks is known for the law's
_BLANK = re.compile(r"\{(\w+)\}")
_FILLED = r"((?:“[^”]*”|[^。“”])*?)"  # never over the end of a sentence
_QUOTE = r"((?:“[^”]*”|[^“”])*?)"  # but in a quote
_DAYS = r"([0-9]+)"
_ONE = re.compile(r"\b1 (working )?days\b")  # a blank knows no plural
_CHUNK = re.compile(r"“[^”]*”|[。；]|[^“。；]+|“")
_QUOTED = re.compile(r"《[^》]+》[^“”。；]{0,40}：“[^”]*”。?")
_NAME = r"(?:“[^”]*”|《[^》]*》[^、，或“”《》]*)"
_NAMES = re.compile(rf"{_NAME}(?:[、或]{_NAME})*")
_PARTS = re.compile(rf"{_NAME}|[、或]")
_JOINTS = {"、": ", ", "或": " or "}
_DUTY = re.compile(rf"([^（]{{{ENOUGH},}})（([^（）]*第[^（）]+条(?:[^（）]|（[^（）]*）)*)）(。?)")
_ISSUER = re.compile(r"([^（）。；“”]+)\uff08([^（）]+)\uff09")  # 名称（机构）
_ENDS = (("。", "."), ("；", ";"))
_QUOTED_NAME = re.compile(r"“[^”]*”|《[^》]*》")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(（星期[一二三四五六日]）)?")
_LISTED = (("、并且", ", and "), ("、", ", "), ("或", " or "), ("；", "; "))


@dataclass(frozen=True)
class Template:
    """A sentence with blanks (填空句), the English of it, and how it is known when filled."""

    form: re.Pattern[str]
    names: tuple[str, ...]
    said: str
    ends: tuple[str, str]  # its first piece and its last: without them, nothing has to be tried
    own: int  # how many characters of its own it has; a number in its place counts as three
    read: bool = False  # of a reader of files: short, so known for ours only where all is ours

    def filled(self, text: str) -> str:
        """Return ``text``, the sentence filled, in the other language; empty if it is not it."""
        first, last = self.ends
        tried = text.startswith(first) and text.endswith(last)
        found = self.form.fullmatch(text) if tried else None
        if found is None:
            return ""
        filled = dict(zip(self.names, found.groups(), strict=True))
        words = {name: _word(word) for name, word in filled.items()}
        words |= {f"{name}{TYPED}": word.replace("、", ", ") for name, word in filled.items()}
        return _ONE.sub(r"1 \1day", _BLANK.sub(lambda blank: words[blank[1]], self.said))


def in_language(said: str, *, ours: bool = False) -> str:
    """
    Return ``said`` in the visitor's language, if all of it is messages; else as it is.

    :param ours: nobody typed it, so a sentence of a few characters is known for ours too
    """
    # Messages are Chinese. Anything else is somebody's own words: Django's catalogue would make
    # 五月 of a visitor who is called May. In Chinese there is nothing to look up but ends of lines.
    if (get_language() == SOURCE and "\r" not in said) or not CHINESE.search(said):
        return said
    known = _happened(said) or whole(said)
    alone = known != said or get_language() == SOURCE or isinstance(said, SafeData)
    return known if alone or len(said) > LONGEST else _composed(said, ours=ours) or said


def whole(text: str) -> str:
    """Return one whole message, of the pages or of the catalogue, in the visitor's language."""
    said = gettext(text)
    return said if said != text else translated(text, get_language() or SOURCE) or text


def in_both(name: str) -> str:
    """Return a name in the visitor's language, its Chinese beside it for the counter (中文并列)."""
    said = in_language(name)
    return name if said == name else f"{said} ({name})"


def sentences(*said: str) -> str:
    """Return sentences one after the other, each in the visitor's language (连着说)."""
    gap = "" if get_language() == SOURCE else " "
    return gap.join(in_language(one) for one in said if one)


def _happened(said: str) -> str:
    """Return an event of a history, in words that no button has; empty if it is none."""
    past = pgettext(HAPPENED, said) if isinstance(said, Happened) else said
    return "" if past == said else past


def template(message: str, said: str, *, read: bool = False) -> Template:
    """Return the sentence with blanks that ``message`` is, and ``said`` in the other language."""
    pieces = _BLANK.split(message)
    names = tuple(pieces[1::2])
    blanks = zip(pieces[:-2:2], names, pieces[2::2], strict=True)
    form = re.escape(pieces[0]) + "".join(
        _blank(*one, last=at == len(names)) for at, one in enumerate(blanks, 1)
    )
    days = sum(map(_is_days, names))
    own = sum(map(len, pieces[::2])) + 3 * days
    return Template(re.compile(form), names, said, (pieces[0], pieces[-1]), own, read)


def _blank(before: str, name: str, after: str, *, last: bool) -> str:
    """Return the expression of a blank and what follows; tried once, so that none can be slow."""
    quoted = before.endswith("“") and after.startswith("”")
    filled = _DAYS if _is_days(name) else _QUOTE if quoted else _FILLED
    end = r"\Z" if last else ""
    return f"(?>{filled}{re.escape(after)}{end})"


def _is_days(name: str) -> bool:
    return name.rstrip("_").endswith("days")


def _alone(one: Template, said: str) -> bool:
    return one.own >= ENOUGH  # a few characters are anybody's words


def _in_a_blank(one: Template, said: str) -> bool:
    # A few characters beside a name in quotes are ours where a sentence of ours has its blank.
    return one.own >= ENOUGH or not CHINESE.search(_QUOTED_NAME.sub("", said))


def _among_others(one: Template, said: str) -> bool:
    return not one.read or one.own >= ENOUGH  # if one of the others fits alone


def _ours(one: Template, said: str) -> bool:
    return True  # nobody else can have written it


Fits = Callable[[Template, str], bool]


@lru_cache(maxsize=8)
def templates(language: str) -> tuple[Template, ...]:
    """Return the law's sentences with blanks, those with most of their own first."""
    # Django has no public way to the messages that it knows.
    known = translation(language)._catalog.items()  # type: ignore[attr-defined]  # noqa: SLF001
    found = (
        template(message.removeprefix(mark), said, read=mark == READ)
        for message, said in known
        for mark in (CONTEXT, READ)
        if isinstance(message, str) and message.startswith(mark) and said
    )
    return tuple(sorted(found, key=lambda one: one.own, reverse=True))


def _composed(text: str, *, ours: bool = False) -> str:
    """Return several sentences in the visitor's language; empty if one of them is nobody's."""
    parts = list(_sentences(text))
    shown: list[str] = []
    sure, fits = ours, _ours if ours else _among_others
    while parts and len(parts) <= MOST:
        count, said = _run(parts, fits)
        if not said:
            return ""
        sure = sure or bool(_known("".join(parts[:count]), _alone))
        shown.append(said)
        del parts[:count]
    return " ".join(shown) if sure and not parts else ""


def _run(parts: list[str], fits: Fits) -> tuple[int, str]:
    """Return how many of ``parts``, as many as can be, are one message, and it translated."""
    for count in range(len(parts), 0, -1):
        if said := _known("".join(parts[:count]), fits):
            return count, said
    return 1, parts[0] if _QUOTED.fullmatch(parts[0]) else ""


def _sentences(text: str) -> Iterator[str]:
    """Yield ``text`` piece by piece: a full stop and a semicolon end one, but not in a quote."""
    piece = ""
    for chunk in _CHUNK.findall(text):
        piece += chunk
        if chunk in "。；" or chunk.endswith("。”"):
            yield piece
            piece = ""
    if piece:
        yield piece


def _known(text: str, fits: Fits) -> str:
    """Return one message translated, with blanks or without; empty if there is none."""
    said = whole(text)
    if said != text:
        return said
    if said := _filled(text, fits):
        return said
    # The law ends a sentence where it puts another one behind it.
    for end, mark in _ENDS:
        if text.endswith(end) and (said := _filled(text.removesuffix(end), fits)):
            return said + mark
    return _with_provision(text) or _of_issuer(text)


def _with_provision(text: str) -> str:
    """Return a duty in the visitor's language, its provision in brackets as it is (职责和条文)."""
    found = _DUTY.fullmatch(text)
    if found is None or (said := whole(found[1])) == found[1]:
        return ""
    return f"{said} ({found[2]}){'.' if found[3] else ''}"


def _of_issuer(text: str) -> str:
    """Return a paper's name with who issues it behind (证明名称和出具单位), each as it is known."""
    found = _ISSUER.fullmatch(text)
    if found is None or (issuer := whole(found[2])) == found[2]:
        return ""
    name = whole(found[1])
    return "" if CHINESE.search(name) else f"{name} ({issuer})"


def _filled(text: str, fits: Fits) -> str:
    found = ((one, one.filled(text)) for one in templates(get_language() or SOURCE))
    return next((said for one, said in found if said and fits(one, said)), "")


def _word(word: str) -> str:
    """Return what stands in a blank: a message, several, or a name, which stays as it is."""
    if not CHINESE.search(word):
        return word.replace("、", ", ")  # keys and numbers side by side
    if (said := whole(word)) != word:
        return said
    if (said := _DAY.sub(_day, word)) != word and not CHINESE.search(said):
        return said.replace("、", ", ")
    if said := _names(word) or _listed(word) or _known(word, _in_a_blank) or _composed(word):
        return said
    return _known(f"{word}。", _in_a_blank).removesuffix(".") or word


def _day(written: re.Match[str]) -> str:
    """Return a day as the language writes it (日期); what is no day stays as it was written."""
    year, month, day, weekday = written.groups()
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        return written[0]
    return f"{on:%A} " * bool(weekday) + f"{on.day} {on:%B} {on.year}"


def _names(word: str) -> str:
    """Return names in quotes or titles side by side, joined as the language joins them (并列)."""
    if not _NAMES.fullmatch(word):
        return ""
    return "".join(_JOINTS.get(part) or _name(part) for part in _PARTS.findall(word))


def _name(quoted: str) -> str:
    inner = quoted[1:-1]
    return f"“{_of_issuer(inner) or whole(inner)}”" if quoted.startswith("“") and inner else quoted


def _listed(word: str) -> str:
    """Return messages that stand side by side; empty if one is none, or if there is only one."""
    for sign, joint in _LISTED:
        parts = [_known(part, _in_a_blank) for part in word.split(sign)]
        if len(parts) > 1 and all(parts):
            return joint.join(parts)
    return ""
