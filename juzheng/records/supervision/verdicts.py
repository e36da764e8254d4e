"""What the product itself says of a demand (系统的看法), beside a report or a correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from juzheng.catalogue import Catalogue
from juzheng.finder import finder_over, matters
from juzheng.finder.demanding import Question, UnitAnswer, told
from juzheng.law.base.citations import Citation
from juzheng.law.base.redaction import masked_text
from juzheng.law.catalogue import to_units
from juzheng.law.catalogue.items import Onward
from juzheng.law.catalogue.personal import Circumstance
from juzheng.law.catalogue.to_units import in_a_line
from juzheng.law.demands.asking import DemandAnswer, of_the_unit
from juzheng.law.supervision.letters import About, Found
from juzheng.records.catalogue import governing
from juzheng.records.models import Correction, Report

_ASKED = "有没有依据，我们没有查到，不作判断。"
_CLAIMED = "有文件写到这份证明；贵单位是不是按它要的，请写明。"
# Of these the reason may stand in a notice as it is: it is said to the unit, and proved.
_SAID_TO_THE_UNIT = frozenset(
    {
        DemandAnswer.NO_BASIS_LISTED,
        DemandAnswer.NEGATIVE_LIST,
        DemandAnswer.CONTRARY_TO_PROVISION,
        DemandAnswer.BASIS_CLAIMED,
        DemandAnswer.NOT_LOOKED,
    }
)


@dataclass(frozen=True)
class Verdict:
    """What can be said of a demand at its place on a day (看法): a proposal, never a decision."""

    said: UnitAnswer
    on: date

    @property
    def answer(self) -> DemandAnswer:
        """Return what can be said, as a word of the law."""
        return self.said.check.answer

    @property
    def why(self) -> str:
        """Return why, said of the unit: who reads it is an officer, not the unit (理由)."""
        return of_the_unit(self.said.check.why)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return where it is written."""
        return self.said.check.citations

    @property
    def has_basis(self) -> bool:
        """Return whether a basis was found that reaches this kind of unit."""
        return self.answer is DemandAnswer.BASIS_FOUND

    @property
    def taken_for(self) -> str:
        """Return the id of what the paper is taken for, to be confirmed; empty: nothing."""
        taken = self.said.item or self.said.matter
        return taken.id if taken else ""

    @property
    def checked(self) -> str:
        """
        Return which of the item's bases were checked against their text (核对情况); empty: none.

        The same mark as on its page, its guide and the page of the text.
        """
        bases = self.said.item.told_basis if self.said.item else ()
        return "；".join(f"{one.provision}（{one.mark}）" for one in bases)


def of_report(report: Report, on: date, listed: Catalogue | None = None) -> Verdict:
    """
    Return what the product says of what was demanded, where and on which day it was demanded.

    :param on: the day where the report names none
    """
    day = report.asked_on or on
    question = Question(report.proof, report.matter, report.unit_kind, report.division, report.item)
    return _verdict(question, day, listed)


def of_correction(correction: Correction, on: date, listed: Catalogue | None = None) -> Verdict:
    """Return what the product says of the demand as an officer has put it."""
    one = correction
    question = Question(one.proof, one.matter, one.unit_kind, one.division, one.item)
    return _verdict(question, on, listed)


def found(verdict: Verdict) -> Found:
    """Return the verdict as a notice may say it to the unit (通报里的话)."""
    if verdict.answer in _SAID_TO_THE_UNIT:
        said = tuple(map(in_a_line, _ways(verdict)))
        return Found(verdict.said.check.why, verdict.citations, said)
    return Found(_CLAIMED if verdict.has_basis else _ASKED)


def _ways(verdict: Verdict) -> list[Onward]:
    """
    Return every way that a unit is told which asks first, in an order that tells of nobody (办法).

    What this kind of unit alone handles leads, then what is for all. What the resident said of
    himself (an estate, a stay abroad) only leaves out what cannot apply: none is put first for it.
    """
    every = list(verdict.said.check.instead)
    lead = [one for one in every[:1] if to_units.is_for_this_kind(one, verdict.said.demander)]
    return lead + sorted((one for one in every if one not in lead), key=_neutral)


def _neutral(way: Onward) -> list[int]:
    """Return where a way stands in the vocabulary of circumstances: first what is for all."""
    return [list(Circumstance).index(one) for one in way.when]


def about(one: Report) -> About:
    """Return what a letter to the reporter is about, without names (文书事由)."""
    names = [one.reporter_name] if len(one.reporter_name) > 1 else []
    return About(one.unit_name, one.unit_kind, masked_text(one.proof, names))


def about_to_unit(one: Correction, verdict: Verdict) -> About:
    """
    Return what a notice is about: the very proof that was demanded, as the officer has put it.

    A unit that asked for one paper may truly say that it never asked for another, whatever item of
    the catalogue both are. What the reporter called it is not told: it may tell who that was.
    """
    listed = verdict.said.item.name if verdict.said.item else ""
    return About(one.unit_name, one.unit_kind, masked_text(one.proof, ()), listed)


def _verdict(question: Question, on: date, listed: Catalogue | None) -> Verdict:
    listed = listed or governing.governing(on)
    if question.item and question.item not in listed.items:
        question = Question(question.paper, question.matter, question.demander, question.division)
    said = told(
        question,
        finder=finder_over(listed),
        catalogue=listed,
        matters=dict(matters()),
        on=on,
    )
    return Verdict(said, on)
