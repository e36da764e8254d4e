"""The only models (记录), one file per noun."""

from juzheng.records.models.case import Case, Draft
from juzheng.records.models.catalogue import ItemRevision
from juzheng.records.models.certificate import Certificate, PaperState
from juzheng.records.models.divisions import Committee
from juzheng.records.models.ledger import Attempt, Counter, Entry, LedgerIsAppendOnly, ViewLog
from juzheng.records.models.people import User
from juzheng.records.models.verification import (
    Deliberation,
    RiskAssessment,
    TransitionGround,
    Verification,
)

__all__ = [
    "Attempt",
    "Case",
    "Certificate",
    "Committee",
    "Counter",
    "Deliberation",
    "Draft",
    "Entry",
    "ItemRevision",
    "LedgerIsAppendOnly",
    "PaperState",
    "RiskAssessment",
    "TransitionGround",
    "User",
    "Verification",
    "ViewLog",
]
