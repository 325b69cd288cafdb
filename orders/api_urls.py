"""API addresses of this app. The order resource is composed here, above all rooms (docs/adr/0003)."""

from rest_framework.routers import SimpleRouter

from orders.agreements.api import AgreementViewSet
from orders.agreements.clause_api import ClauseViewSet
from orders.approval.api import ApprovalMatrixViewSet, DelegationViewSet, WaitingApprovalViewSet
from orders.changes.api import VERBS as CHANGE_VERBS
from orders.changes.api import ChangeRequestsMixin
from orders.changes.assessing.api import VERBS as ASSESS_VERBS
from orders.changes.assessing.api import ChangeAssessmentsMixin, ChangeDepartmentViewSet
from orders.changes.deciding.api import VERBS as CHANGE_DECIDING_VERBS
from orders.changes.deciding.api import ChangeApprovalMixin
from orders.changes.impact.api import VERBS as IMPACT_VERBS
from orders.changes.impact.api import ChangeImpactMixin
from orders.changes.letters.api import VERBS as LETTER_VERBS
from orders.changes.letters.api import ChangeLettersMixin
from orders.changes.reasons.api import ChangeReasonViewSet
from orders.changes.revisions.api import OrderRevisionsMixin
from orders.changes.shifting.api import ChangeShiftViewSet
from orders.changes.statistics.api import ChangeStatisticsViewSet
from orders.checking.api import OrderErrorViewSet, OrderVerificationsMixin
from orders.closure.api import OrderClosureMixin
from orders.closure.remainders.api import RemainderViewSet
from orders.cockpit.api import CockpitViewSet
from orders.collecting.api import StatementViewSet
from orders.collecting.dunning.api import DunningLetterViewSet, DunningLevelViewSet, DunningProposalViewSet
from orders.completeness.api import RequiredFieldViewSet
from orders.credit.special.api import SpecialApprovalViewSet
from orders.credit_desk.api import CreditStandingViewSet, OrderCreditViewSet
from orders.credit_desk.rules_api import ScoreRulesViewSet
from orders.doubts.api import DoubtViewSet, SetAsideViewSet
from orders.entry.api import OrderEntryMixin
from orders.entry.repeated.api import OrderTemplateViewSet
from orders.exceptions.api import ClaimViewSet, ContingencyViewSet, ExceptionViewSet
from orders.finance.api import FinanceEventViewSet
from orders.fulfilment.api import OrderServicesMixin, OutboundViewSet
from orders.fulfilment.dispatch.api import DispatchViewSet, PickingViewSet
from orders.fulfilment.freight_bills.api import FreightBillViewSet, UnbilledShipmentViewSet
from orders.fulfilment.numbers.api import GoodsNumberViewSet
from orders.fulfilment.ship_dates.api import ShipDateViewSet
from orders.fulfilment.transit.api import TrackingViewSet
from orders.intake.api import OrderCreationMixin
from orders.intake.imports.api import ImportViewSet
from orders.intake.pool.api import IntakeViewSet
from orders.invoicing.ageing.api import InvoiceAgeingViewSet
from orders.invoicing.api import InvoiceViewSet, ToInvoiceViewSet
from orders.lifecycle.api import OrderMovesMixin
from orders.lifecycle.deciding.api import OrderApprovalMixin
from orders.lifecycle.dividing.api import OrderDividingMixin
from orders.lines.api import OrderLineViewSet
from orders.listing.past.api import PastLineViewSet, PastOrderViewSet
from orders.listing.past.owed.api import PastOwedViewSet
from orders.order.api import OrderReadingMixin
from orders.pricing.api import CustomerItemViewSet, CustomerPriceViewSet
from orders.printing.api import OrderPapersMixin, PaperViewSet
from orders.priority.api import OrderPriorityMixin, PlanningViewSet
from orders.priority.rules_api import PriorityRulesViewSet
from orders.promise.allocation.api import AllocationViewSet, OrderAllocationMixin
from orders.promise.answering.api import ReservationViewSet
from orders.promise.api import AvailabilityViewSet, OrderReservationMixin
from orders.promise.remedies.api import OrderSupplyMixin
from orders.promise.routes_api import TransitTimeViewSet
from orders.quotation.api import InquiryViewSet, QuotationViewSet
from orders.quotation.contract_api import OrderContractMixin
from orders.returns.api import OrderLossesMixin, ReturnViewSet
from orders.risk.api import RenegotiationViewSet, RiskWarningViewSet
from orders.risk.assessments_api import RiskAssessmentViewSet
from orders.risk.materials_api import MaterialPriceViewSet, MaterialViewSet
from orders.service.api import ConfirmationViewSet
from orders.service.contacts.api import FollowUpViewSet
from orders.service.letters.api import ProgressLetterViewSet, ServicePolicyViewSet
from orders.service.portal.api import PageAccessViewSet, PageWordViewSet
from orders.service.questions.api import QuestionViewSet
from orders.service.satisfaction.api import SatisfactionViewSet
from orders.settlement.api import OrderSettlementMixin, ReceiptViewSet
from orders.settlement.banking.api import BankLineViewSet
from orders.settlement.differences.api import ExchangeDifferenceViewSet
from orders.settlement.drafts.api import DraftViewSet
from orders.settlement.dues.api import PaymentDueViewSet
from orders.validity.api import EntryCheckViewSet
from orders.voice.api import ProductRiskViewSet


class OrderViewSet(
    OrderReadingMixin,
    OrderCreationMixin,
    OrderEntryMixin,
    OrderMovesMixin,
    OrderDividingMixin,
    OrderApprovalMixin,
    OrderVerificationsMixin,
    OrderClosureMixin,
    OrderReservationMixin,
    OrderAllocationMixin,
    OrderSupplyMixin,
    OrderServicesMixin,
    OrderLossesMixin,
    OrderSettlementMixin,
    OrderPapersMixin,
    OrderContractMixin,
    OrderPriorityMixin,
    OrderRevisionsMixin,
):
    """Sales orders: every verb is an action; a draft is addressed as draft-<id>."""

    verbs = {
        **dict.fromkeys(("create", "copy", "parse_lines"), "order.create"),
        **{
            move: f"order.{move}"
            for move in (
                *("submit", "withdraw", "approve", "reject", "unapprove", "void", "freeze", "unfreeze", "close"),
                *("reopen", "archive", "restore", "reserve"),
            )
        },
        **dict.fromkeys(("split", "merge", "compose_contract"), "order.edit"),
        "verify": "order.verify",
        "set_allocation_rule": "order.reallocate",
        **dict.fromkeys(("choose_supply_option", "set_supply_mode", "settle_kit", "tell_promises"), "order.reserve"),
        "return_to_step": "order.reject",
        "add_approver": "order.add_approver",
        "close_line": "order.line_close",
        "reopen_line": "order.line_reopen",
        "perform_line": "service.perform",
        "revoke_service": "service.perform",
        "keep_paper": "order.print",
        **dict.fromkeys(("pin", "unpin"), "order.pin"),
        "reship_loss": "return.settle",
    }


class ChangeRequestViewSet(
    ChangeLettersMixin, ChangeAssessmentsMixin, ChangeApprovalMixin, ChangeImpactMixin, ChangeRequestsMixin
):
    """Change requests: every verb is an action; a draft is addressed as draft-<id>."""

    verbs = {**CHANGE_VERBS, **ASSESS_VERBS, **CHANGE_DECIDING_VERBS, **IMPACT_VERBS, **LETTER_VERBS}


router = SimpleRouter()
router.register("orders", OrderViewSet, basename="api-order")
router.register("credit-standings", CreditStandingViewSet, basename="api-credit-standing")
router.register("credit-score-rules", ScoreRulesViewSet, basename="api-credit-score-rules")
router.register("order-credit", OrderCreditViewSet, basename="api-order-credit")
router.register("renegotiations", RenegotiationViewSet, basename="api-renegotiation")
router.register("risk-warnings", RiskWarningViewSet, basename="api-risk-warning")
router.register("materials", MaterialViewSet, basename="api-material")
router.register("risk-assessments", RiskAssessmentViewSet, basename="api-risk-assessment")
router.register("material-prices", MaterialPriceViewSet, basename="api-material-price")
router.register("special-approvals", SpecialApprovalViewSet, basename="api-special-approval")
router.register("planning", PlanningViewSet, basename="api-planning")
router.register("cockpit", CockpitViewSet, basename="api-cockpit")
router.register("remainders", RemainderViewSet, basename="api-remainder")
router.register("order-templates", OrderTemplateViewSet, basename="api-order-template")
router.register("past-orders", PastOrderViewSet, basename="api-past-order")
router.register("past-owed", PastOwedViewSet, basename="api-past-owed")
router.register("past-order-lines", PastLineViewSet, basename="api-past-line")
router.register("order-lines", OrderLineViewSet, basename="api-order-line")
router.register("order-errors", OrderErrorViewSet, basename="api-order-error")
router.register("progress-letters", ProgressLetterViewSet, basename="api-progress-letter")
router.register("customer-questions", QuestionViewSet, basename="api-customer-question")
router.register("service-policies", ServicePolicyViewSet, basename="api-service-policy")
router.register("follow-ups", FollowUpViewSet, basename="api-follow-up")
router.register("customer-confirmations", ConfirmationViewSet, basename="api-confirmation")
router.register("page-accesses", PageAccessViewSet, basename="api-page-access")
router.register("page-words", PageWordViewSet, basename="api-page-word")
router.register("satisfaction", SatisfactionViewSet, basename="api-satisfaction")
router.register("product-risks", ProductRiskViewSet, basename="api-product-risk")
router.register("availability", AvailabilityViewSet, basename="api-availability")
router.register("reservations", ReservationViewSet, basename="api-reservation")
router.register("transit-times", TransitTimeViewSet, basename="api-transit-time")
router.register("allocations", AllocationViewSet, basename="api-allocation")
router.register("outbound-documents", OutboundViewSet, basename="api-outbound")
router.register("exceptions", ExceptionViewSet, basename="api-exception")
router.register("carrier-claims", ClaimViewSet, basename="api-claim")
router.register("contingency-plans", ContingencyViewSet, basename="api-contingency")
router.register("returns", ReturnViewSet, basename="api-return")
router.register("ship-dates", ShipDateViewSet, basename="api-ship-date")
router.register("dispatch", DispatchViewSet, basename="api-dispatch")
router.register("picking-lists", PickingViewSet, basename="api-picking")
router.register("goods-numbers", GoodsNumberViewSet, basename="api-goods-number")
router.register("tracking-events", TrackingViewSet, basename="api-tracking")
router.register("receipts", ReceiptViewSet, basename="api-receipt")
router.register("drafts", DraftViewSet, basename="api-draft")
router.register("exchange-differences", ExchangeDifferenceViewSet, basename="api-exchange-difference")
router.register("invoices", InvoiceViewSet, basename="api-invoice")
router.register("invoice-ageing", InvoiceAgeingViewSet, basename="api-invoice-ageing")
router.register("freight-bills", FreightBillViewSet, basename="api-freight-bill")
router.register("unbilled-shipments", UnbilledShipmentViewSet, basename="api-unbilled-shipment")
router.register("to-be-invoiced", ToInvoiceViewSet, basename="api-to-invoice")
router.register("dunning-proposals", DunningProposalViewSet, basename="api-dunning-proposal")
router.register("dunning-letters", DunningLetterViewSet, basename="api-dunning-letter")
router.register("dunning-levels", DunningLevelViewSet, basename="api-dunning-level")
router.register("finance-events", FinanceEventViewSet, basename="api-finance-event")
router.register("statements", StatementViewSet, basename="api-statement")
router.register("bank-lines", BankLineViewSet, basename="api-bank-line")
router.register("payments-due", PaymentDueViewSet, basename="api-payment-due")
router.register("quotations", QuotationViewSet, basename="api-quotation")
router.register("inquiries", InquiryViewSet, basename="api-inquiry")
router.register("agreements", AgreementViewSet, basename="api-agreement")
router.register("clauses", ClauseViewSet, basename="api-clause")
router.register("imports", ImportViewSet, basename="api-import")
router.register("papers", PaperViewSet, basename="api-paper")
router.register("customer-prices", CustomerPriceViewSet, basename="api-customer-price")
router.register("customer-items", CustomerItemViewSet, basename="api-customer-item")
router.register("intake-items", IntakeViewSet, basename="api-intake")
router.register("doubts", DoubtViewSet, basename="api-doubt")
router.register("set-asides", SetAsideViewSet, basename="api-set-aside")
router.register("approvals", WaitingApprovalViewSet, basename="api-approval")
router.register("approval-matrix", ApprovalMatrixViewSet, basename="api-approval-matrix")
router.register("delegations", DelegationViewSet, basename="api-delegation")
router.register("required-fields", RequiredFieldViewSet, basename="api-required-field")
router.register("change-requests", ChangeRequestViewSet, basename="api-change-request")
router.register("change-departments", ChangeDepartmentViewSet, basename="api-change-department")
router.register("change-statistics", ChangeStatisticsViewSet, basename="api-change-statistics")
router.register("change-shifts", ChangeShiftViewSet, basename="api-change-shift")
router.register("change-reasons", ChangeReasonViewSet, basename="api-change-reason")
router.register("entry-checks", EntryCheckViewSet, basename="api-entry-check")
router.register("priority-rules", PriorityRulesViewSet, basename="api-priority-rules")
urlpatterns = router.urls
