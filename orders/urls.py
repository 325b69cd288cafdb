"""Addresses of the order pages. A name is the path of its template: ``orders:order-list`` is order/list.html.

An order is addressed by its number, a draft that has none by ``draft-<id>`` (SEMANTICS 1), which leads to the
number once there is one.
"""

from django.urls import path

from orders.agreements.urls import patterns as agreements
from orders.approval import views as approval
from orders.approval.delegation import views as delegation
from orders.changes.shifting.urls import patterns as shifts
from orders.changes.statistics.urls import patterns as change_statistics
from orders.changes.urls import patterns as changes
from orders.checking import views as checking
from orders.closure import views as closure
from orders.closure.remainders import views as remainders
from orders.cockpit import views as cockpit
from orders.collecting.urls import patterns as collecting
from orders.credit.special import views as special
from orders.credit_desk import views as credit_desk
from orders.doubts import views as doubts
from orders.entry.repeated import views as repeated
from orders.exceptions.views import cases as exceptions
from orders.exceptions.views import claims, plans
from orders.fulfilment import views as fulfilment
from orders.fulfilment.freight_bills.urls import patterns as freight_bills
from orders.fulfilment.ship_dates import views as ship_dates
from orders.fulfilment.urls import patterns as shipments
from orders.intake.pool import views as intake
from orders.invoicing import views as invoicing
from orders.invoicing.ageing import views as ageing
from orders.lifecycle import views as lifecycle
from orders.lifecycle.deciding import views as deciding
from orders.lifecycle.dividing import views as dividing
from orders.lines import views as lines
from orders.listing.past import views as past
from orders.listing.past.owed import views as owed
from orders.listing.views import bulk, bulk_closing, lists, own
from orders.panels import views as panels
from orders.pricing import views as pricing
from orders.printing import views as printing
from orders.priority import views as priority
from orders.promise import views as promise
from orders.promise.allocation import views as allocation
from orders.promise.remedies import views as remedies
from orders.quotation.urls import patterns as quotations
from orders.quotation.views import contracts
from orders.returns import views as returns
from orders.risk.urls import patterns as risks
from orders.service import views as service
from orders.service.contacts.urls import patterns as contacts
from orders.service.letters.urls import patterns as progress_letters
from orders.service.portal.urls import patterns as portal
from orders.service.questions.urls import patterns as questions
from orders.service.satisfaction.urls import patterns as satisfaction
from orders.settlement import views as settlement
from orders.settlement.banking import views as banking
from orders.settlement.differences import views as differences
from orders.settlement.drafts import views as drafts
from orders.settlement.dues import views as dues
from orders.voice import views as voice
from orders.workspace.views import entry, related
from orders.workspace.views import record as workspace

app_name = "orders"

_lists = [
    path("orders/", lists.list_orders, name="order-list"),
    path("orders/views/", lists.count_views, name="order-views"),
    path("orders/views/own/", own.save_view, name="order-view-save"),
    path("orders/totals/", lists.sum_orders, name="order-totals"),
    path("orders/columns/", lists.choose_columns, name="order-columns"),
    path("orders/bulk/submit/", bulk.submit_orders, name="order-bulk-submit"),
    path("orders/bulk/approve/", bulk.approve_orders, name="order-bulk-approve"),
    path("orders/bulk/reject/", bulk.reject_orders, name="order-bulk-reject"),
    path("orders/bulk/freeze/", bulk.freeze_orders, name="order-bulk-freeze"),
    path("orders/bulk/reassign/", bulk.reassign_orders, name="order-bulk-reassign"),
    path("orders/bulk/unfreeze/", bulk_closing.unfreeze_orders, name="order-bulk-unfreeze"),
    path("orders/bulk/close/", bulk_closing.close_orders, name="order-bulk-close"),
    path("orders/bulk/reopen/", bulk_closing.reopen_orders, name="order-bulk-reopen"),
    path("orders/bulk/archive/", bulk_closing.archive_orders, name="order-bulk-archive"),
]

_line_list = [
    path("orders/lines/", lines.list_lines, name="line-list"),
    path("orders/lines/views/", lines.count_views, name="line-views"),
    path("orders/lines/totals/", lines.sum_lines, name="line-totals"),
    path("orders/lines/areas/", lines.show_areas, name="line-areas"),
    path("orders/lines/sensors/", lines.show_sensors, name="sensor-demand"),
    path("orders/lines/sensors/lines/", lines.show_sensor_lines, name="sensor-lines"),
    path("orders/lines/columns/", lines.choose_columns, name="line-columns"),
    path("orders/lines/<int:line_id>/shipments/", lines.show_shipments, name="line-shipments"),
]

_entry = [
    path("planning/", priority.planning, name="planning-board"),
    path("planning/load/", priority.planning_load, name="planning-load"),
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("orders/remainders/", remainders.remainders, name="remainders"),
    path("orders/as-of/", past.list_orders, name="past-orders"),
    path("orders/as-of/lines/", past.list_lines, name="past-lines"),
    path("orders/as-of/totals/", past.sum_orders, name="past-sums"),
    path("orders/as-of/owed/", owed.list_owed, name="past-owed"),
    path("orders/as-of/owed/customers/", owed.list_customers, name="past-owed-customers"),
    path("orders/as-of/owed/totals/", owed.sum_owed, name="past-owed-sums"),
    path("cockpit/counts/", cockpit.count_kinds, name="cockpit-counts"),
    path("cockpit/silent/", cockpit.silent_orders, name="cockpit-silent"),
    path("orders/new/", entry.new_order, name="order-new"),
    path("orders/entry/guide/", entry.show_guide, name="entry-guide"),
    path("orders/entry/rows/", entry.preview_rows, name="entry-rows"),
    path("orders/entry/customer/", entry.show_defaults, name="entry-customer"),
    path("orders/entry/paste/", entry.read_paste, name="entry-paste"),
    path("orders/entry/products/", entry.suggest_products, name="entry-products"),
    path("orders/entry/related/", related.show_related, name="entry-related"),
    path("orders/entry/related/switch/", related.switch_related, name="entry-related-switch"),
    path("orders/<ref:reference>/edit/", entry.edit_order, name="order-edit"),
]

_intake = [
    path("intake/", intake.list_items, name="intake-list"),
    path("intake/new/", intake.register_item, name="intake-new"),
    path("intake/dispatch/", intake.dispatch_items, name="intake-bulk-dispatch"),
    path("intake/<int:item_id>/", intake.show_item, name="intake-detail"),
    path("intake/<int:item_id>/customer/", intake.assign_customer, name="intake-customer"),
    path("intake/<int:item_id>/dispatch/", intake.dispatch_item, name="intake-dispatch"),
    path("intake/<int:item_id>/enter/", intake.enter_item, name="intake-enter"),
    path("intake/<int:item_id>/link/", intake.link_item, name="intake-link"),
    path("intake/<int:item_id>/change/", intake.request_change, name="intake-change"),
    path("intake/<int:item_id>/set-aside/", intake.set_aside_item, name="intake-set-aside"),
    path("intake/<int:item_id>/discard/", intake.discard_item, name="intake-discard"),
    path("intake/<int:item_id>/release/", intake.release_item, name="intake-release"),
]

_doubts = [
    path("doubts/", doubts.list_doubts, name="doubt-list"),
    path("doubts/set-aside/", doubts.list_set_aside, name="set-aside-list"),
    path("doubts/<int:doubt_id>/answer/", doubts.answer_doubt, name="doubt-answer"),
    path("doubts/<int:doubt_id>/close/", doubts.close_doubt, name="doubt-close"),
    path("doubts/<int:doubt_id>/reopen/", doubts.reopen_doubt, name="doubt-reopen"),
    path("orders/<ref:reference>/ask/", doubts.ask_doubt, name="doubt-ask"),
    path("orders/<ref:reference>/set-aside/", doubts.set_order_aside, name="order-set-aside"),
    path("orders/<ref:reference>/release/", doubts.release_order, name="order-release"),
]

_credit = [
    path("panels/customers/<int:customer_id>/credit/standing/", credit_desk.show_customer, name="customer-credit"),
    path("orders/<ref:reference>/credit/", credit_desk.show_order, name="order-credit"),
    path("orders/<ref:reference>/special/", special.request_special, name="special-request"),
    path("special-approvals/<int:special_id>/decide/", special.decide_special, name="special-decide"),
    path("special-approvals/<int:special_id>/withdraw/", special.withdraw_special, name="special-withdraw"),
]

_templates = [
    path("orders/templates/", repeated.list_templates, name="template-list"),
    path("orders/templates/<int:template_id>/use/", repeated.use_template, name="template-use"),
    path("orders/templates/<int:template_id>/remove/", repeated.remove_template, name="template-remove"),
    path("orders/<ref:reference>/template/", repeated.save_template, name="order-template"),
]

_record = [
    path("orders/<ref:reference>/", workspace.show_order, name="order-detail"),
    path("orders/<ref:reference>/particulars/", workspace.show_particulars, name="order-particulars"),
    path("orders/<ref:reference>/shipments/", workspace.show_shipments, name="order-shipments"),
    path("orders/<ref:reference>/money/", workspace.show_money, name="order-money"),
    path("orders/<ref:reference>/files/", workspace.show_files, name="order-files"),
    path("orders/<ref:reference>/history/", workspace.show_history, name="order-history"),
    path("orders/<ref:reference>/review/", workspace.show_review, name="order-review"),
    path("orders/<ref:reference>/changes/", workspace.show_changes, name="order-changes"),
    path("orders/<ref:reference>/requests/", workspace.show_requests, name="order-requests"),
    path("orders/<ref:reference>/notes/", workspace.edit_notes, name="order-notes"),
    path("orders/<ref:reference>/reassign/", workspace.reassign_order, name="order-reassign"),
    path("orders/<ref:reference>/contract/", contracts.compose_contract, name="order-contract"),
    path("orders/<ref:reference>/copy/", workspace.copy_order, name="order-copy"),
    path("orders/<ref:reference>/pin/", priority.pin_order, name="order-pin"),
    path("orders/<ref:reference>/unpin/", priority.unpin_order, name="order-unpin"),
    path("orders/<ref:reference>/print/", printing.print_order, name="order-print"),
    path("orders/<ref:reference>/paper/", printing.show_paper, name="order-paper"),
    path("stock/papers/<str:number>/pdf/", printing.show_stock_paper, name="stock-paper"),
    path("orders/<ref:reference>/above/", workspace.go_to_neighbour, {"direction": "previous"}, name="order-above"),
    path("orders/<ref:reference>/below/", workspace.go_to_neighbour, {"direction": "next"}, name="order-below"),
]

_verbs = [
    path("orders/<ref:reference>/submit/", lifecycle.submit_order, name="order-submit"),
    path("orders/<ref:reference>/withdraw/", lifecycle.withdraw_order, name="order-withdraw"),
    path("orders/<ref:reference>/verify/", lifecycle.verify_order, name="order-verify"),
    path("orders/<ref:reference>/approve/", lifecycle.approve_order, name="order-approve"),
    path("orders/<ref:reference>/reject/", deciding.send_back, name="order-reject"),
    path("orders/<ref:reference>/add-approver/", deciding.add_approver, name="order-add_approver"),
    path("orders/<ref:reference>/approval/", deciding.show_approval, name="order-approval"),
    path("orders/<ref:reference>/unapprove/", lifecycle.ask, {"verb": "unapprove"}, name="order-unapprove"),
    path("orders/<ref:reference>/void/", lifecycle.ask, {"verb": "void"}, name="order-void"),
    path("orders/<ref:reference>/split/", dividing.split_order, name="order-split"),
    path("orders/<ref:reference>/merge/", dividing.merge_orders, name="order-merge"),
    path("orders/<ref:reference>/told/", remedies.note_told, name="promises-told"),
    path("orders/<ref:reference>/reserve/", promise.reserve_order, name="order-reserve"),
    path("orders/<ref:reference>/freeze/", lifecycle.ask, {"verb": "freeze"}, name="order-freeze"),
    path("orders/<ref:reference>/unfreeze/", lifecycle.unfreeze_order, name="order-unfreeze"),
    path("orders/<ref:reference>/archive/", lifecycle.archive_order, name="order-archive"),
    path("orders/<ref:reference>/restore/", lifecycle.ask, {"verb": "restore"}, name="order-restore"),
    path("orders/<ref:reference>/close/", closure.close_order, name="order-close"),
    path("orders/<ref:reference>/reopen/", closure.reopen_order, name="order-reopen"),
]

_line = "orders/<ref:reference>/lines/<int:line_no>/"
_lines = [
    path(_line, workspace.show_line, name="line-detail"),
    path(f"{_line}fields/", workspace.edit_line_fields, name="line-fields"),
    path(f"{_line}remedies/", remedies.choose_remedy, name="line-remedies"),
    path(f"{_line}supply/", remedies.set_supply, name="line-supply"),
    path(f"{_line}kit/", promise.settle_kit, name="line-kit"),
    path(f"{_line}allocation/", allocation.set_rule, name="line-allocation"),
    path(f"{_line}close/", closure.close_line, name="line-close"),
    path(f"{_line}reopen/", closure.reopen_line, name="line-reopen"),
    path(f"{_line}freeze/", lifecycle.ask, {"verb": "line-freeze"}, name="line-freeze"),
    path(f"{_line}unfreeze/", lifecycle.unfreeze_order, name="line-unfreeze"),
    path(f"{_line}perform/", fulfilment.perform_service, name="line-perform"),
    path("orders/<ref:reference>/services/<int:record_id>/revoke/", fulfilment.revoke_service, name="service-revoke"),
]

_outbound = [
    path("outbound/", fulfilment.list_documents, name="outbound-list"),
    path("outbound/new/", fulfilment.draft_document, name="outbound-new"),
    path("outbound/<str:number>/", fulfilment.show_document, name="outbound-detail"),
    path("outbound/<str:number>/print/", fulfilment.print_document, name="outbound-print"),
    path("outbound/<str:number>/paper/", fulfilment.show_paper, name="outbound-paper"),
    path("outbound/<str:number>/edit/", fulfilment.edit_document, name="outbound-edit"),
    path("outbound/<str:number>/check/", fulfilment.check_goods, name="outbound-check"),
    path("outbound/<str:number>/audit/", fulfilment.audit_document, name="outbound-audit"),
    path("outbound/<str:number>/sign/", fulfilment.sign_document, name="outbound-sign"),
    path("outbound/<str:number>/unaudit/", fulfilment.take_back_document, {"verb": "unaudit"}, name="outbound-unaudit"),
    path("outbound/<str:number>/unsign/", fulfilment.take_back_document, {"verb": "unsign"}, name="outbound-unsign"),
    path("outbound/<str:number>/void/", fulfilment.take_back_document, {"verb": "void"}, name="outbound-void"),
]

_returns = [
    path("returns/", returns.list_returns, name="return-list"),
    path("returns/<str:number>/", returns.show_return, name="return-detail"),
    path("returns/<str:number>/approve/", returns.approve_return, name="return-approve"),
    path("returns/<str:number>/receive/", returns.receive_return, name="return-receive"),
    path("returns/<str:number>/settle/", returns.settle_return, name="return-settle"),
    path("returns/<str:number>/exchange/", returns.write_exchange, name="return-exchange"),
    path("returns/<str:number>/refund/", returns.refund_return, name="return-refund"),
    path("returns/<str:number>/void/", returns.void_return, name="return-void"),
    path("returns/<str:number>/take-decision-back/", returns.unsettle_return, name="return-unsettle"),
    path("returns/<str:number>/take-receipt-back/", returns.unreceive_return, name="return-unreceive"),
    path("returns/<str:number>/take-refund-back/", returns.reverse_refund, name="return-unrefund"),
    path("orders/<ref:reference>/return/", returns.announce_return, name="return-new"),
    path("orders/<ref:reference>/losses/<str:number>/<int:line_no>/reship/", returns.reship_loss, name="loss-reship"),
]

_exceptions = [
    path("exceptions/", exceptions.list_exceptions, name="exception-list"),
    path("exceptions/new/", exceptions.raise_exception, name="exception-new"),
    path("exceptions/figures/", exceptions.show_figures, name="exception-figures"),
    path("exceptions/claims/", claims.list_claims, name="claim-list"),
    path("exceptions/claims/<int:claim_id>/answer/", claims.answer_claim, name="claim-answer"),
    path("exceptions/claims/<int:claim_id>/pay/", claims.pay_claim, name="claim-pay"),
    path("exceptions/claims/<int:claim_id>/drop/", claims.drop_claim, name="claim-drop"),
    path("exceptions/plans/", plans.list_plans, name="plan-list"),
    path("exceptions/plans/new/", plans.new_plan, name="plan-new"),
    path("exceptions/plans/<int:plan_id>/", plans.edit_plan, name="plan-edit"),
    path("exceptions/<str:number>/", exceptions.show_exception, name="exception-detail"),
    path("exceptions/<str:number>/answer/", exceptions.answer_exception, name="exception-answer"),
    path("exceptions/<str:number>/findings/", exceptions.change_exception, name="exception-findings"),
    path("exceptions/<str:number>/decide/", exceptions.decide_exception, name="exception-decide"),
    path("exceptions/<str:number>/tell/", exceptions.tell_customer, name="exception-tell"),
    path("exceptions/<str:number>/plan/", exceptions.use_plan, name="exception-plan"),
    path("exceptions/<str:number>/claim/", exceptions.file_claim, name="exception-claim"),
    path("exceptions/<str:number>/letter/", exceptions.show_letter, name="exception-letter"),
    path("exceptions/<str:number>/close/", exceptions.close_exception, name="exception-close"),
    path("exceptions/<str:number>/reopen/", exceptions.reopen_exception, name="exception-reopen"),
    path("outbound/<str:number>/exceptions/", exceptions.document_exceptions, name="outbound-exceptions"),
    path("orders/<ref:reference>/aftercare/", workspace.show_aftercare, name="order-aftercare"),
    path(
        "panels/customers/<int:customer_id>/exceptions/",
        exceptions.customer_exceptions,
        name="panel-customer-exceptions",
    ),
]

_ship_dates = [
    path("ship-dates/", ship_dates.list_ship_dates, name="ship-date-list"),
    path("ship-dates/<int:received_id>/assign/", ship_dates.assign_ship_date, name="ship-date-assign"),
    path("ship-dates/<int:received_id>/dismiss/", ship_dates.dismiss_ship_date, name="ship-date-dismiss"),
    path("ship-dates/<int:received_id>/confirm/", ship_dates.confirm_ship_date, name="ship-date-confirm"),
]

_approval = [
    path("approvals/matrix/", approval.show_matrix, name="approval-matrix"),
    path("approvals/delegations/", delegation.list_delegations, name="delegation-list"),
    path("approvals/delegations/new/", delegation.new_delegation, name="delegation-new"),
    path("approvals/delegations/<int:delegation_id>/end/", delegation.end_delegation, name="delegation-end"),
]

_receipts = [
    path("receipts/", settlement.list_receipts, name="receipt-list"),
    path("receipts/new/", settlement.record_receipt, name="receipt-new"),
    path("receipts/rows/", settlement.list_open_rows, name="receipt-rows"),
    path("receipts/<str:number>/", settlement.show_receipt, name="receipt-detail"),
    path("receipts/<str:number>/allocate/", settlement.allocate_receipt, name="receipt-allocate"),
    path("receipts/<str:number>/oldest/", settlement.allocate_oldest, name="receipt-oldest"),
    path("receipts/<str:number>/pay-back/", settlement.pay_back, name="receipt-pay_back"),
    path("receipts/<str:number>/void/", settlement.take_back_receipt, {"verb": "void"}, name="receipt-void"),
    path("receipts/<str:number>/restore/", settlement.take_back_receipt, {"verb": "restore"}, name="receipt-restore"),
    path(
        "receipts/<str:number>/allocations/<int:allocation_id>/revoke/",
        settlement.revoke_allocation,
        name="receipt-revoke",
    ),
]

_drafts = [
    path("drafts/", drafts.list_drafts, name="draft-list"),
    *(
        path(f"drafts/<str:number>/{move}/", drafts.move_draft, {"move": move}, name=f"draft-{move}")
        for move in ("cash", "endorse", "discount", "dishonour", "take_back")
    ),
]

_differences = [path("exchange-differences/", differences.list_differences, name="difference-list")]

_dues = [
    path("orders/<ref:reference>/plan/<int:sequence>/write-off/", settlement.write_off, name="receipt-write-off"),
    path("payments-due/", dues.list_dues, name="due-list"),
    path("payments-due/<ref:reference>/<int:sequence>/", dues.follow_up, name="due-follow"),
]

_invoices = [
    path("invoices/", invoicing.list_invoices, name="invoice-list"),
    path("invoices/open/", invoicing.list_open, name="invoice-open"),
    path("invoices/ageing/", ageing.list_ageing, name="invoice-ageing"),
    path("invoices/credit/", invoicing.list_credits, name="invoice-credit"),
    path("invoices/new/", invoicing.draft_invoice, name="invoice-new"),
    path("invoices/<ref:reference>/", invoicing.show_invoice, name="invoice-detail"),
    path("invoices/<ref:reference>/edit/", invoicing.edit_invoice, name="invoice-edit"),
    path("invoices/<ref:reference>/issue/", invoicing.issue_invoice, name="invoice-issue"),
    path("invoices/<ref:reference>/tax/", invoicing.note_tax_state, name="invoice-tax"),
    path("invoices/<ref:reference>/void/", invoicing.void_invoice, name="invoice-void"),
    path("invoices/<ref:reference>/credit/", invoicing.credit_invoice, name="invoice-allow"),
    path("invoices/<ref:reference>/reverse/", invoicing.reverse_invoice, name="invoice-reverse"),
]

_banking = [
    path("bank-lines/", banking.list_lines, name="bank-list"),
    path("bank-lines/certain/", banking.record_certain, name="bank-certain"),
    path("bank-lines/<int:bank_line_id>/record/", banking.record_line, name="bank-record"),
    path("bank-lines/<int:bank_line_id>/set-aside/", banking.set_line_aside, name="bank-aside"),
    path("bank-lines/<int:bank_line_id>/take-up/", banking.take_line_up, name="bank-take-up"),
]

_checking = [
    path("order-errors/", checking.list_errors, name="error-list"),
    path("order-errors/<int:error_id>/correct/", checking.correct_error, name="error-correct"),
    path("order-errors/<int:error_id>/dismiss/", checking.dismiss_error, name="error-dismiss"),
    path("orders/<ref:reference>/errors/new/", checking.record_error, name="error-record"),
    path("orders/<ref:reference>/confirmation/ask/", service.ask_customer, name="confirmation-ask"),
    path("orders/<ref:reference>/confirmation/record/", service.record_answer, name="confirmation-record"),
    path("confirmations/<int:confirmation_id>/resend/", service.resend, name="confirmation-resend"),
    path("confirmations/<int:confirmation_id>/revoke/", service.revoke, name="confirmation-revoke"),
    path("confirmations/<int:confirmation_id>/carry/", service.carry_over, name="confirmation-carry"),
]

_panels = [
    path("panels/customers/<int:customer_id>/orders/", panels.customer_orders, name="panel-customer-orders"),
    path("panels/customers/<int:customer_id>/credit/", panels.customer_credit, name="panel-customer-credit"),
    path("panels/customers/<int:customer_id>/prices/", pricing.show_prices, name="panel-customer-prices"),
    path("customers/<int:customer_id>/prices/set/", pricing.set_price, name="customer-price-set"),
    path("customers/prices/<int:price_id>/end/", pricing.end_price, name="customer-price-end"),
    path("customers/<int:customer_id>/items/new/", pricing.add_item, name="customer-item-new"),
    path("customers/items/<int:item_id>/remove/", pricing.remove_item, name="customer-item-remove"),
    path("panels/customers/<int:customer_id>/money/", panels.customer_money, name="panel-customer-money"),
    path("panels/products/<int:product_id>/orders/", panels.product_orders, name="panel-product-orders"),
    path("panels/products/<int:product_id>/risk/", voice.product_risk, name="panel-product-risk"),
    path("orders/allocation/", allocation.run_allocation, name="allocation-run"),
    path("orders/allocation/<int:line_id>/move/", allocation.move_goods, name="allocation-move"),
    path("panels/products/<int:product_id>/reserve/", promise.reserve_waiting, name="product-reserve"),
]

urlpatterns = _lists + _line_list + _entry + _record + _verbs + _lines + _outbound + _ship_dates + _receipts + _panels
urlpatterns += shipments
urlpatterns += _intake + _doubts + quotations + agreements + shifts + change_statistics + changes
urlpatterns += _checking
urlpatterns += _drafts + _differences + _dues + _banking + _invoices + freight_bills
urlpatterns += _templates
urlpatterns += _credit
urlpatterns += risks
urlpatterns += _approval
urlpatterns += _returns + _exceptions + collecting + contacts + progress_letters
urlpatterns += portal + satisfaction + questions
