"""Provisions (条款): where a statute lets a committee certify, consent, recommend or witness.

A county looks through its own statutes for what the catalogue lacks. What is found is a question
to a person, and never a basis: whoever enters it reads the article first (OP-2.2.a).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from juzheng.law.catalogue.items import Instrument, Item

LONGEST = 200  # characters of a sentence that are shown
_NUMBER = "[一二三四五六七八九十百千零〇0-9]+"
_ARTICLE = re.compile(rf"^[ \u3000#*]*(第{_NUMBER}条(?:之{_NUMBER})?)[ \u3000*:：]*(.*)$")
_CITED = re.compile(rf"第{_NUMBER}条(?:之{_NUMBER})?")
_COMMITTEE = (
    r"(?:村[（(]居[）)]民?委(?:员)?会|居[（(]村[）)]民?委(?:员)?会|村民委员会|居民委员会"
    r"|村委会|居委会|基层群众性自治组织)"
)
# What is said of its members, its election, its report or of those it calls together is no paper.
_NOT_ITSELF = r"(?!成员|选举|主任|换届|的?(?:年度)?工作报告|组织(?:建设|业主|居民)|(?:应当)?通过)"
_ACTS = "证明|证实|同意|推荐|见证|民主评议|签署|核实|(?<!勇为)确认|(?<![提公])出具|(?<!公)开具"
_DOES = re.compile(rf"({_COMMITTEE}){_NOT_ITSELF}[^。；;\n]{{0,20}}?({_ACTS})")
_OPINION = re.compile(rf"({_COMMITTEE})(?:的|签署的|出具的)?((?:书面)?意见)")
_COMMUNITY = re.compile(r"(所在(?:社区|村))[^。；;\n]{0,16}?(推荐)")
_HEARD = re.compile(r"(?:听取|征求|征询)[^。；;\n]*$")
_YEARS = re.compile(r"[（(][^（）()]*[0-9]{4}[^（）()]*[）)]$")


@dataclass(frozen=True)
class Provision:
    """One article that names the committee with such an act (提到居（村）委会的条款)."""

    title: str
    article: str
    sentence: str
    committee: str  # the words that the article has for it
    act: str

    @property
    def why(self) -> str:
        """Return in one line why it was picked out."""
        return f"条文写到{self.committee}“{self.act}”，目录里没有这一条。"


def unlisted(
    title: str, text: str, items: Mapping[str, Item], instruments: Mapping[str, Instrument]
) -> tuple[Provision, ...]:
    """Return the provisions of the statute ``title`` that no item of the catalogue leans on."""
    known = set(_leaned_on(items, instruments))
    return tuple(one for one in found(title, text) if (plain(title), one.article) not in known)


def found(title: str, text: str) -> Iterator[Provision]:
    """Yield each article of ``text`` that has a committee do such an act, once, in its order."""
    for article, words in articles(text):
        if (hit := next(_hits(words), None)) is not None:
            yield Provision(title, article, _sentence(words, hit), hit[1], hit[2])


def articles(text: str) -> Iterator[tuple[str, str]]:
    """Yield the articles of a statute (条): the number as it is written, and the words."""
    number, lines = "", list[str]()
    for line in text.splitlines():
        if begins := _ARTICLE.match(line):
            if number:
                yield number, "\n".join(lines)
            number, lines = begins[1], [begins[2].strip()]
        elif number and not line.lstrip().startswith("#"):
            lines.append(line.strip())
    if number:
        yield number, "\n".join(lines)


def plain(title: str) -> str:
    """Return ``title`` as two spellings of it agree: no brackets of titles, no year, no 中华…."""
    return _YEARS.sub("", re.sub(r"[《》〈〉<>\s]|中华人民共和国", "", title))


def registered(said: str, texts: Iterable[Instrument]) -> Instrument | None:
    """Return the text that is ``said`` by its id or its title, full or short (登记的文件)."""
    texts, spelt = tuple(texts), plain(said)
    by_id = (one for one in texts if one.id == said.strip())
    return next(by_id, next((one for one in texts if spelt and plain(one.title) == spelt), None))


def _hits(words: str) -> Iterator[re.Match[str]]:
    yield from _DOES.finditer(words)
    yield from _COMMUNITY.finditer(words)
    for hit in _OPINION.finditer(words):
        if not _HEARD.search(words, max(0, hit.start() - 40), hit.start()):
            yield hit


def _sentence(words: str, hit: re.Match[str]) -> str:
    start = max(words.rfind(mark, 0, hit.start()) for mark in "。；;\n") + 1
    ends = [at for mark in "。；;\n" if (at := words.find(mark, hit.end())) >= 0]
    said = words[start : min(ends, default=len(words))].strip()
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def _leaned_on(
    items: Mapping[str, Item], instruments: Mapping[str, Instrument]
) -> Iterable[tuple[str, str]]:
    for item in items.values():
        for basis in item.basis:
            if text := instruments.get(basis.instrument):
                for article in _CITED.findall(basis.provision):
                    yield plain(text.title), article
