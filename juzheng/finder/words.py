"""The finder's words (词库文件): read once from the catalogue, and never changed after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from juzheng.catalogue.forms import build
from juzheng.catalogue.parsed import parsed
from juzheng.finder import keeping, sparse
from juzheng.finder.calibration import Coefficients
from juzheng.finder.classifier import EMPTY, Classifier, loaded
from juzheng.finder.sparse import Sparse
from juzheng.finder.writing import Writing
from juzheng.law.catalogue.items import Confidence, Onward, Source
from juzheng.law.inquiries.inquiries import Asker, Authority

_FOLDER = files("juzheng.catalogue").joinpath("words")
LEARNED = _FOLDER.joinpath("learned.json")  # written by bench.fit
TELLINGS = _FOLDER.joinpath("tellings.yaml")  # what it learns from, beside the lines of "say"


@dataclass(frozen=True)
class Matter:
    """A matter that is no certificate of a committee (不属证明事项), and where to go instead."""

    id: str
    name: str
    reason: str  # why no certificate: one sentence for the resident
    never_certifiable: bool  # a negative fact, a character, a misused seal
    onward: tuple[Onward, ...]
    house: str = "查验不了的事不证明"  # which of our own rules forbids it (citations.HOUSE_RULES)
    inquiry: Authority | None = None  # an authority asks the committee itself
    asker: Asker | None = None  # somebody asks it whom it does not answer
    talk: bool = False  # a greeting: nothing is decided and nothing cited
    informs: bool = False  # a question that is simply answered: no verdict, no legal basis


@dataclass(frozen=True)
class Family:
    """One kind of paper under several local rules (同类地区条目)."""

    default: str
    by_place: Mapping[str, str]  # leading digits of a division code → item
    others: tuple[str, ...] = ()

    def members(self) -> tuple[str, ...]:
        """Return every item of the family, the default first."""
        return tuple(dict.fromkeys((self.default, *self.by_place.values(), *self.others)))

    def at(self, place: str) -> str:
        """Return the item that holds in ``place`` (a code), the default where none is local."""
        return self.along(place)[0]

    def along(self, place: str) -> tuple[str, ...]:
        """Return the items that hold in ``place`` and around it, the nearest first."""
        fits = sorted((code for code in self.by_place if place.startswith(code)), key=len)
        return (*(self.by_place[code] for code in reversed(fits)), self.default)


@dataclass(frozen=True)
class Words:
    """All that the finder knows besides the items themselves (问事词库)."""

    letters: Mapping[str, str]
    english: Mapping[str, str]  # Chinese word → English forms parted by commas
    concepts: Mapping[str, str]  # concept → forms parted by blanks
    when: Mapping[str, tuple[str, ...]]  # item or matter → patterns
    say: Mapping[str, tuple[str, ...]]  # item or matter → tellings
    matters: Mapping[str, Matter]
    families: tuple[Family, ...]
    places: Mapping[str, str]  # leading digits of a division code → names parted by blanks
    demanders: Mapping[str, str]  # demander code → words parted by blanks
    classifier: Classifier
    okapi: Sparse
    calibration: Coefficients

    @cached_property
    def writing(self) -> Writing:
        """Return the tables of letters, made once for all who read by them (字表)."""
        return Writing(self.letters, self.english)

    def kind_of(self, label: str) -> str:
        """Return the label under which ``label`` is learned: of a family its default (同类)."""
        kinds = (one.default for one in self.families if label in one.by_place.values())
        return next(kinds, label)


def read(name: str) -> Any:
    """Return what stands in one file of ``catalogue/words``."""
    return parsed(_FOLDER.joinpath(f"{name}.yaml").read_bytes())


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


# Where to go with what is no certificate matter is common knowledge put together by us: telephone
# numbers and offices were not looked up one by one, and pages say so.
UNCHECKED = Source("本项目整理，电话和部门未逐条核对来源", Confidence.MEDIUM)


def _matter(code: str, row: Mapping[str, Any]) -> Matter:
    ways = (build(Onward, way, f"{code} · onward") for way in row["onward"])
    onward = tuple(replace(way, source=UNCHECKED) for way in ways)
    house = row.get("house", Matter.house)
    inquiry = Authority(row["authority"]) if "authority" in row else None
    asker = Asker(row["asker"]) if "asker" in row else None
    never, talk, informs = (bool(row.get(key)) for key in ("never", "talk", "informs"))
    of = (code, row["name"], row["reason"], never, onward, house, inquiry, asker, talk, informs)
    return Matter(*of)


def _asked() -> dict[str, dict[str, Any]]:
    """Return who asks the committee, each with the ways and patterns that all share (来人来函)."""
    shared = read("inquiries")
    rows = {}
    for code, row in shared["matters"].items():
        how = (_of_whom(line, row) for line in _lines(shared["when"]))
        when = "\n".join((*how, row.get("when", "")))
        rows[code] = {"onward": shared["ways"], **row, "when": when}
    return rows


def _of_whom(line: str, row: Mapping[str, Any]) -> str:
    """Return a shared pattern with the words for who asks, what rules it out, and its weight."""
    pattern, _, weight = line.partition(" = ")
    who = pattern.replace("organ", row["organ"], 1)
    return f"{who} {row.get('unless', '')} = {float(weight) + row.get('add', 0)}"


@cache
def shipped() -> Words:
    """Return the words that ship with the catalogue (catalogue/words)."""
    raw = LEARNED.read_bytes()
    classifier, okapi, calibration = keeping.made("learned", raw, lambda: _learned(raw))
    return replace(unlearned(), classifier=classifier, okapi=okapi, calibration=calibration)


def _learned(raw: bytes) -> tuple[Classifier, Sparse, Coefficients]:
    known = json.loads(raw)
    return (
        loaded(known["classifier"]),
        sparse.loaded(known["okapi"]),
        Coefficients(**known["calibration"]),
    )


def unlearned() -> Words:
    """Return the words that people wrote, without what ``bench.fit`` learned from them."""
    spoken, none_matters = read("items"), {**read("matters"), **_asked()}
    rows = {**spoken, **none_matters}
    return Words(
        letters=read("letters"),
        english=read("english"),
        concepts=read("concepts"),
        when={code: _lines(row["when"]) for code, row in rows.items()},
        say={code: _lines(row["say"]) for code, row in rows.items()},
        matters=MappingProxyType({code: _matter(code, row) for code, row in none_matters.items()}),
        families=tuple(
            Family(row["default"], row["by_place"], tuple(row.get("others", ())))
            for row in read("families")
        ),
        places=read("places"),
        demanders=read("demanders"),
        classifier=EMPTY,
        okapi=sparse.NOTHING,
        calibration=Coefficients(0, 0, 0, 1, 0, 0, 0, 0, 0),
    )


def matters() -> Mapping[str, Matter]:
    """Return the none-matters (不属证明事项) by id, ``OUT-…``."""
    return shipped().matters
