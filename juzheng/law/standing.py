"""Standing (适用情况): where an item stands in one place, on one day, for one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from juzheng.law import routing
from juzheng.law.citations import Citation
from juzheng.law.demanders import is_administrative
from juzheng.law.items import (
    CommitteeKind,
    DeliberationNeed,
    Handling,
    Instrument,
    Item,
    ListKind,
    Onward,
    OnwardKind,
    basis_in_force,
)

# OP-2.2.b: whoever wants the committee to certify supplies the basis with the demand.
ASK_FOR_THE_BASIS = Onward(
    OnwardKind.ASK_FOR_BASIS,
    "请索要单位书面写明：要这份证明依据哪部法律法规的哪一条、办什么事用。没有依据的，可以不提供。",
    where="索要证明的单位；说不通的，可拨打 12345，或在 12348 中国法律服务网“群众批评”专栏反映",
)


@dataclass(frozen=True)
class Circumstances:
    """What the case adds to the item (办件情形)."""

    division: str  # code of the committee's division
    on: date
    committee: CommitteeKind | None = None  # None: not known yet
    demander: str = ""  # a code of law.demanders.Demander, or empty
    still_demanded: bool = False
    verifiable: bool = True
    already_known: bool | None = None  # None: as the item's handling says
    public_interest: bool = False
    legal_risk: bool = False
    holds_document: bool = False


def why_not_listed(
    item: Item, instruments: Mapping[str, Instrument], circumstances: Circumstances
) -> str:
    """
    Return why ``item`` cannot be issued here and today for want of a basis; empty if it can.

    Source: OP-2.2.a, OP-2.3.a: lists are made by region and have dates of force.
    """
    if not item.enabled:
        return f"这一项没有启用：{item.disabled_reason}"
    if not item.in_force(circumstances.on):
        return "这一项在所问的这一天没有列入可出具清单，不予出具。"
    if not item.applies_in(circumstances.division):
        return "这一项只在个别地区有地方依据，本地没有，不予出具。"
    if not basis_in_force(item, instruments, circumstances.on):
        return "这一项的依据在所问的这一天没有效力，不予出具。"
    if circumstances.committee is not None and circumstances.committee not in item.committees:
        kinds = "或".join(kind.label for kind in item.committees)
        return f"按规定这一项由{kinds}出具，本委员会不能出具。"
    return ""


def facts(
    item: Item, instruments: Mapping[str, Instrument], circumstances: Circumstances
) -> routing.Facts:
    """Return what is known about ``item`` in ``circumstances``, in the words of the rules."""
    negative = item.kind is ListKind.NEGATIVE and item.in_force(circumstances.on)
    listed = item.kind is not ListKind.NEGATIVE and not why_not_listed(
        item, instruments, circumstances
    )
    ways = {way.kind for way in item.onward}
    administrative = is_administrative(circumstances.demander)
    known = circumstances.already_known
    return routing.Facts(
        proof_matter=True,
        certifiable=True,
        within_duties=True,
        has_basis=listed,
        on_negative_list=negative and item.enabled,
        # A listed item that names no fact a committee could establish cannot be issued by facts.
        verifiable=circumstances.verifiable and (bool(item.facts) or not negative),
        already_known=item.handling is Handling.SIMPLE if known is None else known,
        public_interest=circumstances.public_interest
        or item.deliberation is DeliberationNeed.REQUIRED,
        still_demanded=circumstances.still_demanded,
        legal_risk=circumstances.legal_risk,
        holds_document=circumstances.holds_document and OnwardKind.EXISTING_DOCUMENT in ways,
        # An item with its own article stands: there the law itself asks for the committee's paper.
        # That a fact lies in shared data is known for listed negative items only; for others
        # the demander is asked to look, and nothing is claimed.
        demander_can_check=administrative and negative and OnwardKind.SHARED_DATA in ways,
        commitment_allowed=administrative and not listed and OnwardKind.COMMITMENT in ways,
    )


def decide(
    item: Item,
    instruments: Mapping[str, Instrument],
    circumstances: Circumstances,
    *,
    instead: Item | None = None,
) -> routing.Decision:
    """
    Return the decision on ``item`` in ``circumstances``.

    :param instead: the negative item that ``item`` is a regional exception to (``conflicts_with``);
        where the exception does not hold, its ways onward are the ones to show
    """
    onward = item.onward or (instead.onward if instead else ())
    why = "" if item.kind is ListKind.NEGATIVE else why_not_listed(item, instruments, circumstances)
    if why or not onward:
        onward = (*onward, ASK_FOR_THE_BASIS)
    ground = routing.Ground(
        basis=citations_of(item, instruments, circumstances.on),
        onward=onward,
        why_without_basis=why,
        limit_working_days=item.limit_working_days,
    )
    return routing.decide(facts(item, instruments, circumstances), ground)


def citations_of(
    item: Item, instruments: Mapping[str, Instrument], on: date
) -> tuple[Citation, ...]:
    """Return the item's bases that are in force on ``on`` as citations to be shown."""
    return tuple(
        Citation(basis.instrument, instruments[basis.instrument].title, basis.provision)
        for basis in basis_in_force(item, instruments, on)
    )
