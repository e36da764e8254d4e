"""Names on a case (按姓名查找): who is named is found by it, from the act that names them on."""

from __future__ import annotations

from collections.abc import Iterable

from juzheng.law.cases.named import Role
from juzheng.records.cases import named
from juzheng.records.cases.named import Standing
from juzheng.records.models import Case, CaseName

CARRY = frozenset({"applicant_name", "answers"})  # columns of a case in which names stand


def begun(case: Case) -> list[CaseName]:
    """Let a new ``case`` be found by everybody it names; return the rows, to be vouched for."""
    return _added(case, named.standing(case), there=())


def follow(case: Case, more: Iterable[Standing]) -> list[CaseName]:
    """
    Let ``case`` be found by ``more`` beside whom it names now; return the rows that are new.

    Runs in the act's transaction, after the step that changed the case.

    :param more: who was named before the step, or took a paper: found ever after
    """
    there = case.named.values_list("role", "index")
    return _added(case, [*more, *named.standing(case)], there=there)


def _added(
    case: Case, wanted: Iterable[Standing], *, there: Iterable[tuple[str, str]]
) -> list[CaseName]:
    own = (Role.APPLICANT.value, case.name_index)  # a column of the case itself
    left = {own, *there}
    new = [one for one in dict.fromkeys(wanted) if one not in left]
    rows = [CaseName(case=case, role=role, index=index) for role, index in new]
    return CaseName.objects.bulk_create(rows)
