"""Every item of the national negative list stays open to whoever still needs it (OP-3.2.a)."""

from __future__ import annotations

from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.finder import default_finder, matters
from juzheng.finder.answering import answer
from juzheng.finder.demanding import Question, told
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.items import CommitteeKind, ListKind
from juzheng.web.clerk.forms.counter import CounterForm
from juzheng.web.resident.filling import TRANSITION
from juzheng.web.resident.steps import HOW, INSISTS, steps
from tests.law.test_reasons import local_places

LISTED = catalogue()
TODAY = date(2026, 11, 29)
NEGATIVE = [one for one in LISTED.items.values() if one.kind is ListKind.NEGATIVE]
PLACES = local_places(LISTED)
ASKED = {"finder": default_finder(), "catalogue": LISTED, "matters": dict(matters()), "on": TODAY}


@pytest.mark.slow
@pytest.mark.parametrize("item", NEGATIVE, ids=lambda item: item.id)
def test_it_is_open_at_every_place_and_door_whoever_asks(item) -> None:
    form = CounterForm(item, TODAY)
    assert "insists" in form.fields
    for place in PLACES:
        for unit in ("", *Demander):
            said = decide(item, LISTED, Circumstances(place, TODAY, demander=str(unit)))
            assert said.may_insist, (place, unit)
            asked = steps(item, said, {INSISTS.key: TRANSITION})
            assert INSISTS in asked
            assert HOW in asked
        for committee in CommitteeKind:
            here = Circumstances(place, TODAY, committee, still_demanded=True)
            assert decide(item, LISTED, here).outcome.issues, (place, committee)


@pytest.mark.slow
@pytest.mark.parametrize("item", NEGATIVE, ids=lambda item: item.id)
def test_its_own_name_leads_to_it_everywhere(item) -> None:
    for place in PLACES:
        said = answer(item.name, division=place or None, **ASKED)
        assert item.id in {one.item for one in said.finding.candidates}, place
        if said.item is not item:  # a place's own exception, or an open question about one
            assert said.item is not None
            assert said.item.conflicts_with == item.id
        unit = told(Question(item.name, division=place), **ASKED)
        assert unit.item is said.item
