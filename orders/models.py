"""Re-exports the rooms' models, for Django's registry."""

from orders.agreements.models import Agreement, AgreementLine, Clause, ClauseVersion, ContractClause
from orders.approval.delegation.models import Delegation
from orders.approval.matrix.models import MatrixRow, MatrixStep
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.changes.assessing.models import ChangeAssessment, ChangeDepartment
from orders.changes.impact.models import ChangeSheet, ChangeSignature
from orders.changes.letters.models import ChangeLetter
from orders.changes.models import ChangeItem, ChangeReason, ChangeRequest
from orders.changes.revisions.models import OrderRevision
from orders.changes.shifting.models import ChangeShift
from orders.checking.models import CheckPoint, OrderError, Verification
from orders.cockpit.models import Rhythm
from orders.collecting.confirming.models import StatementConfirmation
from orders.collecting.dunning.models import DunningLetter, DunningLevel, DunningRow
from orders.collecting.models import Statement
from orders.credit.models import CreditExposure, SpecialApproval
from orders.deltas.models import LineDelta
from orders.doubts.models import Doubt, SetAside
from orders.entry.repeated.models import OrderTemplate
from orders.exceptions.models import (
    CarrierClaim,
    ContingencyPlan,
    ExceptionCase,
    ExceptionStep,
    JointDecision,
    PlanStep,
)
from orders.fulfilment.dispatch.models import PickingWave
from orders.fulfilment.freight_bills.models import FreightBill, FreightBillLine
from orders.fulfilment.models import GoodsCheck, OutboundDocument, OutboundLine, ServiceRecord
from orders.fulfilment.numbers.models import GoodsNumber
from orders.fulfilment.packing.models import Package, PackageItem
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.fulfilment.transit.models import ArrivalNotice, TrackingEvent
from orders.intake.mailbox.models import MailboxState
from orders.intake.pool.models import IntakeItem
from orders.invoicing.models import Invoice, InvoiceLine
from orders.order.models import Order, OrderLine, OrderStep, OrderType
from orders.pricing.models import CustomerItem, CustomerPrice
from orders.printing.models import CompanyPicture, PaperForm, PaperPrint
from orders.priority.models import PriorityRules
from orders.promise.models import LineComponent, PromiseEntry, Reservation, ReservationAnswer, TransitTime
from orders.quotation.models import Inquiry, Quotation, QuotationLine, QuotationVersion
from orders.returns.models import ReturnDocument, ReturnLine, ReturnRefund, ReturnReversal
from orders.risk.models import Material, MaterialPrice, Renegotiation, RiskAssessment, RiskMeasure, RiskWarning
from orders.service.contacts.models import ContactGuide, FollowUp
from orders.service.letters.models import ProgressLetter, ServicePolicy
from orders.service.models import Confirmation
from orders.service.portal.models import PageAccess, PageWord
from orders.service.satisfaction.models import SatisfactionRequest
from orders.settlement.banking.models import BankLine
from orders.settlement.differences.models import ExchangeDifference
from orders.settlement.drafts.models import AcceptanceDraft
from orders.settlement.dues.models import PaymentFollowUp
from orders.settlement.models import Allocation, PlanRow, Receipt
from orders.work.models import DepartmentLoad

__all__ = [
    "AcceptanceDraft",
    "Agreement",
    "AgreementLine",
    "Allocation",
    "ApprovalRequest",
    "ApprovalStep",
    "ArrivalNotice",
    "BankLine",
    "CarrierClaim",
    "ChangeAssessment",
    "ChangeDepartment",
    "ChangeItem",
    "ChangeLetter",
    "ChangeReason",
    "ChangeRequest",
    "ChangeSheet",
    "ChangeShift",
    "ChangeSignature",
    "CheckPoint",
    "Clause",
    "ClauseVersion",
    "CompanyPicture",
    "Confirmation",
    "ContactGuide",
    "ContingencyPlan",
    "ContractClause",
    "CreditExposure",
    "CustomerItem",
    "CustomerPrice",
    "Delegation",
    "DepartmentLoad",
    "Doubt",
    "DunningLetter",
    "DunningLevel",
    "DunningRow",
    "ExceptionCase",
    "ExceptionStep",
    "ExchangeDifference",
    "FollowUp",
    "FreightBill",
    "FreightBillLine",
    "GoodsCheck",
    "GoodsNumber",
    "Inquiry",
    "IntakeItem",
    "Invoice",
    "InvoiceLine",
    "JointDecision",
    "LineComponent",
    "LineDelta",
    "MailboxState",
    "Material",
    "MaterialPrice",
    "MatrixRow",
    "MatrixStep",
    "Order",
    "OrderError",
    "OrderLine",
    "OrderRevision",
    "OrderStep",
    "OrderTemplate",
    "OrderType",
    "OutboundDocument",
    "OutboundLine",
    "Package",
    "PackageItem",
    "PageAccess",
    "PageWord",
    "PaperForm",
    "PaperPrint",
    "PaymentFollowUp",
    "PickingWave",
    "PlanRow",
    "PlanStep",
    "PriorityRules",
    "ProgressLetter",
    "PromiseEntry",
    "Quotation",
    "QuotationLine",
    "QuotationVersion",
    "Receipt",
    "ReceivedShipDate",
    "Renegotiation",
    "Reservation",
    "ReservationAnswer",
    "ReturnDocument",
    "ReturnLine",
    "ReturnRefund",
    "ReturnReversal",
    "Rhythm",
    "RiskAssessment",
    "RiskMeasure",
    "RiskWarning",
    "SatisfactionRequest",
    "ServicePolicy",
    "ServiceRecord",
    "SetAside",
    "SpecialApproval",
    "Statement",
    "StatementConfirmation",
    "TrackingEvent",
    "TransitTime",
    "Verification",
]
