"""A unit is called by a name at every door (单位要写名称，不写号码)."""

from __future__ import annotations

from typing import Any

import pytest

from juzheng.web.clerk.forms.counter import recipient_box
from juzheng.web.clerk.forms.evidence import TransitionForm
from juzheng.web.overseer.supervision.correction_forms import IdentityForm
from juzheng.web.overseer.supervision.report_forms import AcceptForm
from juzheng.web.public.demands.letters import ComplaintForm, LetterForm
from juzheng.web.public.supervision.reporting_forms import ReportForm

BOXES: dict[str, Any] = {
    "counter": recipient_box(),
    "still needed": TransitionForm.base_fields["demander_name"],
    "report": ReportForm.base_fields["unit_name"],
    "letter": LetterForm.base_fields["unit"],
    "complaint": ComplaintForm.base_fields["unit"],
    "acceptance": AcceptForm.base_fields["unit_name"],
    "identity": IdentityForm.base_fields["unit_name"],
}


@pytest.mark.parametrize("door", BOXES)
def test_a_number_is_no_units_name_and_a_name_with_a_number_is(door: str) -> None:
    box = BOXES[door]
    with pytest.raises(Exception, match="不是号码"):
        box.clean("12345")
    assert box.clean("第3医院") == "第3医院"
