"""What the desk types (工作台表单): text becomes clean values; only the law says no."""

from juzheng.web.clerk.forms.case import (
    BackForm,
    RevocationForm,
    SearchForm,
    VerificationForm,
)
from juzheng.web.clerk.forms.counter import AnswersForm, CounterForm
from juzheng.web.clerk.forms.evidence import (
    AssessmentForm,
    CircumstancesForm,
    MeetingForm,
    TransitionForm,
)

__all__ = [
    "AnswersForm",
    "AssessmentForm",
    "BackForm",
    "CircumstancesForm",
    "CounterForm",
    "MeetingForm",
    "RevocationForm",
    "SearchForm",
    "TransitionForm",
    "VerificationForm",
]
