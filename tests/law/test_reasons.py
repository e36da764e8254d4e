"""Every item everywhere, on every day, whoever asks (逐一穷举): outcome and reason of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

import pytest

from juzheng.catalogue import Catalogue, catalogue
from juzheng.catalogue.prepared import heard, laid_over, names, prepared
from juzheng.law.base.citations import OPINION
from juzheng.law.base.demanders import Demander
from juzheng.law.base.divisions import significant
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.items import CommitteeKind, Instrument, Item, ListKind
from juzheng.law.catalogue.lists import ChangeKind
from juzheng.law.catalogue.looking import Known, looked_at
from juzheng.law.catalogue.offers import ASK, OfferKind, only_asks
from juzheng.law.catalogue.routing import Decision, Outcome

SHIPPED = catalogue()
TODAY = date(2026, 11, 29)
RULED = SHIPPED.instruments[OPINION].in_force_from
UNITS = ("", *(one.value for one in Demander))
# One of each kind that an answer can depend on: unknown, governed and not, private, with an entry.
TELLING = ("", "police", "court", "bank", "legal_aid", "market", "social_insurance")
OURS = re.compile(  # what we know of our own files, and no resident has to hear
    "没有启用|未启用|停用|没有?取得|未取得|单一来源|自有知识|待核|待复核|转述|镜像|没有核实|"
    "未核实|没有查到|可信程度|本项目"
)
ASSERTED = {
    Outcome.NOT_NEEDED_COMMITMENT: OfferKind.COMMITMENT,
    Outcome.NOT_NEEDED_DATA: OfferKind.SHARED_DATA,
}
ASSERTING = re.compile(
    "可以(由您本人)?书面承诺，|不用您来证明|共享核查|应(当)?由部门|由该单位自己核查"
)
WITH_ENTRIES = {item for one in SHIPPED.offers.values() for item in one.items}
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """One question and its answer (一问一答)."""

    item: Item
    under: Catalogue
    asked: Circumstances
    said: Decision

    def __str__(self) -> str:
        one, last = self.asked, self.said.trace[-1:] and self.said.trace[-1].rule
        told = {key: value for key, value in vars(one).items() if value not in ("", False, None)}
        return f"{self.item.id} {told}: {self.said.outcome.value} by {last}: {self.said.reason}"


def local_places(under: Catalogue) -> list[str]:
    """Return the nation, places with anything of their own, one below each, and unknown ones."""
    own = {code for item in under.items.values() for code in item.divisions}
    pages = (under.lists, under.unlisted, under.looked, under.offers)
    own |= {one.division for page in pages for one in page.values() if one.division}
    own |= {one.division for one in heard()} | {"650100", "430102", "888888"}
    own |= {f"{code[:2]}0000" for code in own}
    below = {next(counties_of(under, code), code) for code in own}
    return ["", *sorted(own | below | {"990121001001"})]


def counties_of(under: Catalogue, code: str) -> Iterator[str]:
    part = significant(code)
    return (
        one for one in under.divisions if len(part) < 6 and one.startswith(part) and one != code
    )


def places_of(item: Item, under: Catalogue, places: Iterable[str]) -> list[str]:
    """Return one place of each kind for ``item``: the same lists, looks and rules hold there."""
    kinds: dict[object, str] = {}
    for place in places:
        book = under.rulebook(place, TODAY)
        looks = tuple(code for code in under.looked if place.startswith(significant(code)))
        over = around(item, place)
        kinds.setdefault((bool(place), id(book), looks, item.applies_in(place), over), place)
    return list(kinds.values())


def around(item: Item, place: str) -> bool:
    """Return whether a place that the item is bound to lies in ``place``."""
    return any(code.startswith(significant(place)) for code in item.divisions)


def days_of(item: Item, under: Catalogue) -> list[date]:
    """Return the days on which anything about ``item`` begins or ends, and those just before."""
    texts = [one.instrument for one in (*item.basis, *item.preconditions)]
    turns = [RULED, item.in_force_from, item.in_force_until]
    for text in (under.instruments[one] for one in texts if one in under.instruments):
        turns += [text.in_force_from, text.in_force_until]
    for offer in under.offers.values():
        turns += [offer.in_force_from] if item.id in offer.items else []
    known = {day for day in turns if day is not None and day >= RULED}
    return sorted({TODAY, *known, *(day - DAY for day in known)})


def answers_of(item: Item) -> Iterator[dict[str, object]]:
    """Yield all that can be said of a case beside place, day and unit."""
    pre = [{}, {"met": tuple(one.key for one in item.preconditions)}]
    pre += [{"unmet": (one.key,)} for one in item.preconditions]
    yes_no = product((False, True), repeat=3)
    for (holds, still, verifiable), committee, told in product(
        yes_no, (None, *CommitteeKind), pre if item.preconditions else [{}]
    ):
        yield {
            "holds_document": holds,
            "still_demanded": still,
            "verifiable": verifiable,
            "committee": committee,
            **told,
        }


def walk(under: Catalogue, places: list[str], items: Iterable[Item]) -> Iterator[Case]:
    """Yield each item in each kind of place on each of its days; today whoever asks for it."""
    for item in items:
        answers = list(answers_of(item))
        few = [told for told in answers if told["committee"] is None and not told.get("met")]
        today = {*product(UNITS, range(1)), *product(TELLING, range(len(few)))}
        for place, on in product(places_of(item, under, places), days_of(item, under)):
            cases = [("", told) for told in (answers if on == TODAY else answers[::4])]
            cases += [(unit, few[at]) for unit, at in (today if on == TODAY else ())]
            for unit, said in cases:
                asked = Circumstances(place, on, demander=unit, matter="登记、提取小额存款", **said)
                yield Case(item, under, asked, decide(item, under, asked))


def known(case: Case) -> Known:
    """Return what the catalogue's own fields tell of a basis, asked without the code under test."""
    item, under, on, place = case.item, case.under, case.asked.on, case.asked.division
    past = item.in_force_until is not None and on >= item.in_force_until
    off = not item.enabled and (past or item.in_force_until is None)
    if item.refused_because and off:
        return Known.NO
    if not item.applies_in(place):
        seen = (
            place
            and not around(item, place)
            and looked_at(under.looked, under.rulebook(place, on), place, on)
        )
        return Known.NO if seen else Known.UNKNOWN
    if item.kind is ListKind.NEGATIVE:
        return Known.NO
    if on < item.in_force_from:  # what held before the text that was read, nobody has read
        return Known.UNKNOWN
    if past or off:
        return Known.UNKNOWN
    texts = [(one, under.instruments[one.instrument]) for one in item.basis]
    if any(one.checked and text.binding and read(text, one.provision, on) for one, text in texts):
        return Known.NO if other_committee(case) or taken_off(case) else Known.YES
    return Known.UNKNOWN


def read(text: Instrument, provision: str, on: date) -> bool:
    """Return whether the wording of that day was read: today's, or one whose numbers are known."""
    numbers = [one for one in text.renumbered if one.since <= on < one.until]
    older = text.wording_from is not None and on < text.wording_from
    return text.in_force(on) and (not older or any(one.article in provision for one in numbers))


def other_committee(case: Case) -> bool:
    return case.asked.committee is not None and case.asked.committee not in case.item.committees


def taken_off(case: Case) -> bool:
    return any(
        line.item == case.item.id and line.change is ChangeKind.REMOVE
        for one in case.under.rulebook(case.asked.division, case.asked.on).lists.values()
        if one.kind is ListKind.ISSUABLE
        for line in one.lines
    )


def listed(case: Case) -> bool:
    """Return whether the negative list speaks, of the item or of what it is an exception to."""
    item, place = case.item, case.asked.division
    exempt = item.conflicts_with and place and not item.applies_in(place)
    named = case.under.items[item.conflicts_with] if exempt else item
    book = case.under.rulebook(place, case.asked.on)
    return book.entry(ListKind.NEGATIVE, named.id) is not None


def wrong(case: Case) -> str:
    """Return what is wrong with an answer; empty if nothing is."""
    asked, said = case.asked, case.said
    if asked.on < RULED:
        return "" if said.outcome is Outcome.UNRULED else "ruled before the Opinion"
    return _in_words(case) or (_of_the_listed(case) if listed(case) else _of_the_rest(case))


def _in_words(case: Case) -> str:
    said, on = case.said, case.asked.on
    if OURS.search(" ".join((said.reason, *(one.answer for one in said.trace)))):
        return "our own files"
    for one in said.citations:
        if not one.ours and not case.under.instruments[one.instrument].in_force(on):
            return f"cites {one} that is not in force"
    return _asserted(case)


def _asserted(case: Case) -> str:
    """Say which commitment or look-up is asserted that no entry of the register offers."""
    said, asked = case.said, case.asked
    behind = [
        one
        for one in case.under.offers.values()
        if case.item.id in one.items
        and asked.division.startswith(significant(one.division))
        and one.in_force(asked.on)
        and asked.demander in ("", one.demander)
    ]
    titles = [f"《{case.under.instruments[one.document].title}》" for one in behind]
    if kind := ASSERTED.get(said.outcome):
        able = [one for one in behind if one.kind is kind and one.demander == asked.demander]
        cited = {one.instrument for one in said.citations}
        texts = [case.under.instruments[one.document] for one in able]
        if not any(text.id in cited and text.title in said.reason for text in texts):
            return "asserts without an entry that it cites"
    if not behind and ASSERTING.search("".join((said.reason, *(way.do for way in said.onward)))):
        return "asserts in words"
    for way in said.onward:
        asks = way.kind not in ASK or only_asks(way)
        if not asks and not any(title in way.do for title in titles):
            return f"a way asserts without an entry: {way.do}"
    return ""


def _of_the_listed(case: Case) -> str:
    said, asked = case.said, case.asked
    if said.outcome is Outcome.TO_CONFIRM:
        return "what the list forbids is no open question"
    if not said.outcome.issues and not said.may_insist:
        return "closed for OP-3.2"
    if asked.still_demanded and asked.verifiable and not said.outcome.issues:
        return "insisted on, can be verified, and not issued"
    if not asked.still_demanded and said.outcome.issues:
        return "issued though on the list"
    return ""


def _of_the_rest(case: Case) -> str:
    said, asked, found = case.said, case.asked, known(case)
    told = (
        said.trace[-1].rule == "precondition" and asked.unmet,
        said.outcome is Outcome.NOT_NEEDED_DOCUMENT and asked.holds_document,
        said.outcome is Outcome.NOT_NEEDED_COMMITMENT,  # by an entry, see above
        said.trace[-1].rule == "cannot_verify" and not asked.verifiable,
    )
    if any(told):
        return ""
    if (said.outcome is Outcome.TO_CONFIRM) is not (found is Known.UNKNOWN):
        return f"known is {found.value}"
    if said.outcome.issues is not (found is Known.YES):
        return f"known is {found.value}"
    return "" if said.onward or said.outcome.issues else "no way onward"


def broken(cases: Iterable[Case]) -> list[str]:
    kinds: dict[tuple[str, str], str] = {}
    for case in cases:
        if fault := wrong(case):
            kinds.setdefault((case.item.id, fault), f"{fault}: {case}")
    return list(kinds.values())


@pytest.mark.duty("OP-4.3.a", part="said only where a published text says it of that body")
@pytest.mark.duty("OP-4.4.a", part="said only where a published list offers it")
@pytest.mark.slow
def test_no_answer_anywhere_rests_on_our_ignorance_and_none_hides_what_is_known() -> None:
    found = broken(walk(SHIPPED, local_places(SHIPPED), SHIPPED.items.values()))
    assert not found, "\n".join(found[:40])


@pytest.mark.slow
def test_without_a_register_no_answer_anywhere_asserts_a_commitment_or_a_look_up() -> None:
    bare = replace(SHIPPED, offers={})
    asked = (item for item in bare.items.values() if item.id in WITH_ENTRIES)
    found = broken(walk(bare, local_places(SHIPPED), asked))
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("name", names())
@pytest.mark.slow
def test_nor_where_a_prepared_list_was_published(name: str) -> None:
    ready = prepared(name)
    under = laid_over(SHIPPED, ready)
    own = {one.division for one in ready.lists.values()}
    places = [*own, *(next(counties_of(under, code), code) for code in own)]
    found = broken(walk(under, places, under.items.values()))
    found += broken(walk(under, ["", "650100", "430102"], ready.items.values()))
    assert not found, "\n".join(found[:40])
