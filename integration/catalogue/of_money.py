"""Kinds of events about money: receipts, invoices, statements, currencies."""

TABLE: dict[str, dict[str, str]] = {
    "": {
        "bank_lines.loaded": "count",
        "commission.confirmed": "amount month person:id",
        "commission.paid": "amount month person:id",
        "commission.taken_back": "amount month person:id",
        "currency.rate_saved": "rate valid_from",
        "currency.saved": "",
    },
    "accounts.periodstep": {
        "period.closed": "closed_until",
        "period.reopened": "closed_until",
    },
    "customers.paymentterm": {
        "payment_term.saved": "",
    },
    "orders.bankline": {
        "bank_line.recorded": "amount",
        "bank_line.set_aside": "",
        "bank_line.taken_up": "",
    },
    "orders.dunningletter": {
        "dunning.sent": "level total",
    },
    "orders.dunninglevel": {
        "dunning.level_saved": "fields",
    },
    "orders.invoice": {
        "invoice.changed": "fields",
        "invoice.credited": "amount red",
        "invoice.drafted": "amount customer",
        "invoice.issued": "amount customer red_of",
        "invoice.reversed": "amount red",
        "invoice.tax_state": "serial state",
        "invoice.voided": "amount customer",
    },
    "orders.receipt": {
        "receipt.allocated": "orders:amounts",
        "receipt.allocation_revoked": "amount order",
        "receipt.draft_cash": "amount draft from_state to_state",
        "receipt.draft_discount": "amount draft from_state to_state",
        "receipt.draft_dishonour": "amount draft from_state to_state",
        "receipt.draft_endorse": "amount draft from_state to_state",
        "receipt.draft_take_back": "amount draft from_state to_state",
        "receipt.paid_back": "amount refund",
        "receipt.recorded": "amount customer",
        "receipt.refunded": "amount receipt",
        "receipt.restored": "amount",
        "receipt.voided": "amount",
    },
    "orders.statement": {
        "statement.ask_revoked": "",
        "statement.asked": "confirmation",
        "statement.confirmed": "confirmation method proof",
        "statement.drawn": "closing",
        "statement.objected": "case confirmation method proof",
    },
    "reports.commissionrule": {
        "commission_rule.saved": "fields",
    },
}
