"""Names by which a case is found (按姓名查找): of everybody whom it names, now or before."""

from __future__ import annotations

from django.db import models

from juzheng.records.models.cases.cases import Case
from juzheng.records.privacy import classed
from juzheng.records.tracked import Covered


class CaseName(Covered):
    """
    The blind index of one name on a case, and as what (姓名盲索引): no name can be read from it.

    Rows are only added: a name that was put right is still found, as what it was. The applicant's
    own name as it stands now is a column of the case.
    """

    PARENT = "case"

    case = models.ForeignKey(Case, models.PROTECT, related_name="named")
    role = models.CharField(max_length=80)  # law.cases.named: a role, or the question it answers
    index = models.CharField(max_length=64, blank=True, db_index=True)

    PRIVACY = classed(internal="id case role", withheld="index")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.role}"
