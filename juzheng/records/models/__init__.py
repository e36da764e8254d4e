"""The only models (记录), one file per noun."""

from juzheng.records.models.amendments import Amendment, AmendmentOpinion
from juzheng.records.models.case import Case, Draft
from juzheng.records.models.catalogue import Revision
from juzheng.records.models.certificate import Certificate, PaperState
from juzheng.records.models.changes import Change, Edit
from juzheng.records.models.corrections import Correction
from juzheng.records.models.demands import Demand, DemandReview
from juzheng.records.models.divisions import Committee
from juzheng.records.models.imports import Import
from juzheng.records.models.ledger import Attempt, Counter, Entry, LedgerIsAppendOnly, ViewLog
from juzheng.records.models.people import User
from juzheng.records.models.publication import Delivery, DeliveryState, Publication
from juzheng.records.models.reports import Report
from juzheng.records.models.units import DemandingUnit
from juzheng.records.models.verification import (
    Deliberation,
    RiskAssessment,
    TransitionGround,
    Verification,
)

__all__ = [
    "Amendment",
    "AmendmentOpinion",
    "Attempt",
    "Case",
    "Certificate",
    "Change",
    "Committee",
    "Correction",
    "Counter",
    "Deliberation",
    "Delivery",
    "DeliveryState",
    "Demand",
    "DemandReview",
    "DemandingUnit",
    "Draft",
    "Edit",
    "Entry",
    "Import",
    "LedgerIsAppendOnly",
    "PaperState",
    "Publication",
    "Report",
    "Revision",
    "RiskAssessment",
    "TransitionGround",
    "User",
    "Verification",
    "ViewLog",
]
