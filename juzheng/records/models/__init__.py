"""The only models (记录), one file per noun."""

from juzheng.records.models.base.divisions import Committee, OfficeContact
from juzheng.records.models.base.holds import Hold
from juzheng.records.models.base.ledger import (
    Attempt,
    Counter,
    Entry,
    LedgerIsAppendOnly,
    ShorterTerm,
    ViewLog,
)
from juzheng.records.models.base.people import User
from juzheng.records.models.base.tallies import Tally
from juzheng.records.models.cases.cases import Case, Draft
from juzheng.records.models.cases.certificates import Certificate
from juzheng.records.models.cases.delegations import Delegation
from juzheng.records.models.cases.desk_papers import CaseNote, MaterialRequest, PaperCustody
from juzheng.records.models.cases.named import CaseName
from juzheng.records.models.cases.objections import Objection
from juzheng.records.models.cases.verification import (
    Consultation,
    Deliberation,
    RiskAssessment,
    TransitionGround,
    Verification,
)
from juzheng.records.models.catalogue.amendments import Amendment, AmendmentOpinion
from juzheng.records.models.catalogue.changes import Change, Edit
from juzheng.records.models.catalogue.confirmations import Confirmation
from juzheng.records.models.catalogue.documents import SourceDocument
from juzheng.records.models.catalogue.imports import Import
from juzheng.records.models.catalogue.publications import Delivery, Publication
from juzheng.records.models.catalogue.revisions import Revision
from juzheng.records.models.catalogue.tellings import KeptQuestion, LocalTelling
from juzheng.records.models.demands.demands import Demand, DemandReview
from juzheng.records.models.demands.units import DemandingUnit
from juzheng.records.models.inquiries.inquiries import Inquiry
from juzheng.records.models.supervision.corrections import Correction
from juzheng.records.models.supervision.exhibits import Exhibit
from juzheng.records.models.supervision.reports import Report

__all__ = [
    "Amendment",
    "AmendmentOpinion",
    "Attempt",
    "Case",
    "CaseName",
    "CaseNote",
    "Certificate",
    "Change",
    "Committee",
    "Confirmation",
    "Consultation",
    "Correction",
    "Counter",
    "Delegation",
    "Deliberation",
    "Delivery",
    "Demand",
    "DemandReview",
    "DemandingUnit",
    "Draft",
    "Edit",
    "Entry",
    "Exhibit",
    "Hold",
    "Import",
    "Inquiry",
    "KeptQuestion",
    "LedgerIsAppendOnly",
    "LocalTelling",
    "MaterialRequest",
    "Objection",
    "OfficeContact",
    "PaperCustody",
    "Publication",
    "Report",
    "Revision",
    "RiskAssessment",
    "ShorterTerm",
    "SourceDocument",
    "Tally",
    "TransitionGround",
    "User",
    "Verification",
    "ViewLog",
]
