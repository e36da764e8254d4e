"""Told (居民口述): what a resident was sent round for, row by row, as a network of demands.

A resident says who wanted what, and where it was to be had; never "to have X one needs Y". That is
put together here: what a unit wants stands before what one was sent to that unit for; if one was
sent there for nothing yet, it stands before the matter itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.network import (
    COMMITTEE,
    Body,
    Demand,
    Document,
    Fact,
    Matter,
    Network,
    network,
)

HELD = "held"  # the resident has the paper in hand
NOBODY = "nobody"  # nobody is willing to issue it
BODIES = {COMMITTEE: "居（村）委会", **{unit.value: unit.label for unit in Demander}}
THE_MATTER = "办的事"
NOT_SO = re.compile("没有|没|从未|未")


@dataclass(frozen=True)
class AccountRow:
    """One row (一行): who wants which paper, and where it is to be had."""

    who: str  # a key of BODIES
    paper: str
    where: str  # a key of BODIES, HELD or NOBODY
    basis: tuple[LegalBasis, ...] = ()  # what the unit named; empty: nothing


def as_network(matter: str, rows: Iterable[AccountRow], item_of: Callable[[str], str]) -> Network:
    """
    Return what was told as a network; the demand of row ``n`` is ``第n行``.

    Two rows name the same paper if it is to be had at the same place and one name is part of the
    other (公证书, 继承公证书). Papers of one name show one fact. Units of one kind are one unit.

    :param item_of: the catalogue's item for a committee's certificate by its name; empty if none
    """
    told = list(rows)
    papers = _papers(told)
    named = {key: _name(key, papers.values()) for key in papers.values()}
    return network(
        bodies=[Body(kind, BODIES[kind], kind) for kind in BODIES],
        facts=_facts(set(papers.values()), item_of),
        papers=[
            Document(
                id=named[key],
                name=named[key],
                issued_by=key[1] if key[1] in BODIES else "",
                shows=frozenset({key[0]}),
                held=key[1] == HELD,
                item=item_of(key[0]) if key[1] == COMMITTEE and not _negative(key[0]) else "",
            )
            for key in dict.fromkeys(papers.values())
        ],
        matters=[Matter(THE_MATTER, matter, told[0].who if told else "")],
        demands=[
            Demand(
                id=f"第{number + 1}行" if part == 0 else f"第{number + 1}行之{part + 1}",
                owner=owner,
                papers=(named[papers[number]],),
                basis=row.basis,
            )
            for number, row in enumerate(told)
            for part, owner in enumerate(_owners(told, number, papers, named))
        ],
    )


_Key = tuple[str, str]  # a paper's name, and where it is to be had


def _papers(told: list[AccountRow]) -> dict[int, _Key]:
    """Return the paper of each row; of two names for one, the longer is taken."""
    names: dict[str, list[str]] = {}
    for row in told:
        names.setdefault(row.where, []).append(row.paper)
    return {
        number: (max((n for n in names[row.where] if row.paper in n), key=len), row.where)
        for number, row in enumerate(told)
    }


def _name(key: _Key, every: Iterable[_Key]) -> str:
    """Return the paper's name, with its issuer if another issuer's is called the same."""
    name, where = key
    others = {place for other, place in every if other == name} - {where}
    words = {**BODIES, COMMITTEE: "居村委会", HELD: "手里就有", NOBODY: "没有哪里肯开"}
    if others or name == THE_MATTER:
        return f"{name}（{words[where]}）"
    return name


def _owners(
    told: list[AccountRow], number: int, papers: dict[int, _Key], named: dict[_Key, str]
) -> list[str]:
    """Return what the row stands before: what one was sent to that unit for, else the matter."""
    who = told[number].who
    sent = [at for at, row in enumerate(told) if row.where == who and at != number]
    before = [at for at in sent if at < number]
    if not before and who == told[0].who:
        return [THE_MATTER]
    found = list(dict.fromkeys(named[papers[at]] for at in before or sent))
    return found or [THE_MATTER]


def _facts(papers: set[_Key], item_of: Callable[[str], str]) -> list[Fact]:
    """Return a fact for each name; one that only a committee is to show may be a negative one."""
    places: dict[str, set[str]] = {}
    for name, where in papers:
        places.setdefault(name, set()).add(where)
    return [
        Fact(
            name,
            name,
            negative=where == {COMMITTEE} and _negative(name),
            item="" if HELD in where or _negative(name) else item_of(name),
        )
        for name, where in sorted(places.items())
    ]


def _negative(name: str) -> bool:
    """Return whether the paper is to say that something is not so: 没有其他子女的证明."""
    return NOT_SO.match(name) is not None
