"""Registered demands as pages show them (索要登记页面): rows, words, colours; for every door."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from juzheng.law.base.demanders import PRIVATE, Demander
from juzheng.law.base.permissions import Office
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import (
    CARRIED,
    AskedOf,
    BasisStatus,
    DemandEvent,
    DemandState,
    Held,
    Opinion,
    status_of,
)
from juzheng.records.demands import demand_findings
from juzheng.records.history import steps_of
from juzheng.records.models import Demand, DemandReview
from juzheng.web.shared import answers, request_catalogue

# Colour by meaning. A demand without a basis is amber, not red: nobody has been found guilty. A
# document in force is no green: that is for what both offices kept and today's rules bear.
STATUSES = {
    BasisStatus.IN_FORCE: "plain",
    BasisStatus.PARTLY: "plain",
    BasisStatus.NOT_IN_FORCE: "instead",
    BasisStatus.UNCHECKED: "plain",
    BasisStatus.NONE: "instead",
}
STATES = {
    DemandState.DRAFT: "plain",
    DemandState.SUBMITTED: "checked",
    DemandState.IN_REVIEW: "checked",
    DemandState.ALIGNED: "now",
    DemandState.TO_AMEND: "instead",
    DemandState.CANCELLED: "plain",
}


def row(demand: Demand) -> dict[str, Any]:
    """Return one line of a list of demands."""
    law = demand_findings.law_of(
        request_catalogue.today(), timezone.localdate(), demand.unit.division
    )
    status = status_of(demand.basis, law)
    state = DemandState(demand.state)
    faulty = demand_findings.at_odds(demand, law)
    return {
        "demand": demand,
        "standing": status,
        "standing_kind": STATUSES[status],
        "state": state,
        "state_kind": "plain" if faulty and state is DemandState.ALIGNED else STATES[state],
        "faulty": faulty,
        "like": _like(demand),
        "asked_of": AskedOf(demand.asked_of).label,
    }


def _like(demand: Demand) -> str:
    """Return that its name is that of an item that must not be issued, for people to confirm."""
    found = demand_findings.like_listed(demand, request_catalogue.today())
    return _("名称和不应出具的“%(name)s”相同，待确认") % {"name": found.name} if found else ""


def whole(demand: Demand) -> dict[str, Any]:
    """Return all that a page of one demand shows to everybody."""
    looked = demand_findings.looked_at(demand, request_catalogue.today(), timezone.localdate())
    at_a_glance = row(demand)
    return {
        **at_a_glance,
        "row": at_a_glance,
        "rows": _rows(demand),
        "bases": [_stated(one) for one in demand.basis],
        "reasons": looked.reasons,
        "cited": _cited(looked),
        "reviews": [_review(one) for one in demand.reviews.all()],
        "steps": _steps(demand),
        # Once both offices have cancelled it, what may be argued of it is no question any more.
        "argued": demand.state != DemandState.CANCELLED.value
        and at_a_glance["standing"] not in CARRIED
        and demand.unit.kind in {kind.value for kind in PRIVATE},
    }


def _stated(basis: LegalBasis) -> tuple[answers.Cited, str]:
    """Return a basis as it is cited, and what can be said of its own document today."""
    law = demand_findings.law_of(request_catalogue.today(), timezone.localdate())
    return answers.cite(answers.as_citation(_named(basis))), status_of((basis,), law).label


def _named(basis: LegalBasis) -> LegalBasis:
    """Return the basis with the catalogue's id where it was given by its title."""
    found = demand_findings.law_of(request_catalogue.today(), timezone.localdate()).instrument(
        basis.instrument
    )
    return LegalBasis(found.id, basis.provision) if found else basis


def _cited(looked: demand_findings.Looked) -> list[answers.Cited]:
    places = dict.fromkeys(one for fault in looked.faults for one in fault.citations)
    return [answers.cite(one) for one in places]


def _rows(demand: Demand) -> list[dict[str, str]]:
    held = Held(demand.held)
    rows = [
        (
            _("索要单位"),
            _("%(name)s（%(what)s）")
            % {"name": demand.unit.name, "what": _(Demander(demand.unit.kind).label)},
        ),
        (_("上级单位"), str(demand.unit.superior or "")),
        (_("主管部门"), str(demand.unit.supervisor or "")),
        (_("办什么事"), demand.matter),
        (_("要什么证明"), demand.paper),
        (_("目录里的事项"), _item(demand)),
        (_("让居民向谁要"), AskedOf(demand.asked_of).label),
        (_("要证明的事实"), demand.fact),
        (_("同一件事的其他材料"), "、".join(demand.other_papers)),
        (_("是否已经掌握"), "：".join(filter(None, [held.label, demand.held_where]))),
        (_("可否书面承诺代替"), _("可以") if demand.commitment else _("没有说可以")),
        (_("自行取消的理由"), demand.reason),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _item(demand: Demand) -> str:
    """Return what the paper is in the catalogue: said by people, or proposed to them."""
    listed = request_catalogue.today()
    names = demand_findings.confirmable(listed)
    if demand.item:
        return names.get(demand.item, demand.item)
    name = names.get(demand_findings.proposed(demand, listed, timezone.localdate()))
    return _("可能是目录里的“%(name)s”，待工作人员确认") % {"name": name} if name else ""


def _review(one: DemandReview) -> dict[str, Any]:
    return {
        "round": one.round,
        "office": Office(one.office).label,
        "opinion": Opinion(one.opinion).label,
        "note": one.note,
        "at": one.at,
    }


def _steps(demand: Demand) -> list[dict[str, Any]]:
    """Return what happened, without who did it: the offices speak, not their people."""
    # What was a draft is no matter of the public's.
    without = (DemandEvent.REGISTERED,) if demand.submitted_at is not None else ()
    return steps_of(demand, without=without) or steps_of(demand)
