"""Examples of this app's resources in the OpenAPI document: what the API answered, with another day."""

from typing import Any

from common.api import examples

CUSTOMER: dict[str, Any] = {
    "id": 7,
    "code": "33.017",
    "name": "杭州华衡科技有限公司",
    "short_name": "华衡",
    "english_name": "",
    "kind": "DISTRIBUTOR",
    "industry": "称重",
    "territory": "华中地区-浙江1",
    "region": "华中地区",
    "province": "浙江1",
    "province_group": "浙江",
    "customer_class": "DOMESTIC",
    "tags": ["DOMESTIC"],
    "flags": [],
    "department": "HZ",
    "owner": "chen.lx",
    "payment_term": "ADVANCE30",
    "currency": "CNY",
    "is_new": True,
    "is_blocked": False,
    "is_active": True,
    "first_effective_at": None,
    "last_effective_at": None,
    "created_at": "2026-11-20T02:15:00Z",
    "updated_at": "2026-11-20T02:15:00Z",
    "version": 4,
    "custom": {"grade_source": "VISIT"},
}
_REST: dict[str, Any] = {
    "invoice_title": "杭州华衡科技有限公司",
    "tax_number": "91330108MA27X0AB1C",
    "bank_name": "工商银行杭州滨江支行",
    "bank_account": "1202026609900012345",
    "invoice_address": "",
    "preferences": "",
    "notes": "",
    "paper_language": "zh-hans",
    "billing_rule": "COMPANY",
    "block_reason": "",
    "group": None,
    "bill_to": None,
    "ship_to": None,
    "agent": None,
    "merged_into": None,
    "credit_limit": "500000.00",
    "credit_order_cap": None,
    "credit_days_overdue": 15,
    "credit_valid_until": None,
    "is_credit_stopped": False,
    "credit_stop_reason": "",
    "credit_grade": "B",
    "contacts": [
        {
            "id": 7,
            "title": "采购经理",
            "is_default": True,
            "name": "王建国",
            "phone": "13812342217",
            "email": "wang@example.com",
            "is_blocked": False,
        }
    ],
    "addresses": [
        {
            "id": 7,
            "label": "总仓",
            "place": "浙江省 杭州市 滨江区江南大道 588 号",
            "province": "浙江省",
            "city": "杭州市",
            "street": "滨江区江南大道 588 号",
            "postcode": "310052",
            "is_default": True,
            "recipient": "王建国",
            "phone": "13812342217",
        }
    ],
}
NOTE: dict[str, Any] = {
    "id": 7,
    "kind": "FEEDBACK",
    "order_number": "",
    "text": "到货晚了两天",
    "score": None,
    "due_date": "2026-12-04",
    "answer": "",
    "answered_at": None,
    "done_at": None,
    "created_at": "2026-11-20T02:15:00Z",
    "version": 1,
    "responsible": "chen.lx",
    "provider": "",
    "external_id": "",
    "created_by": "lin.xy",
    "withdrawn_by": None,
    "withdrawn_at": None,
    "withdrawn_reason": "",
    "answered_by": None,
    "done_by": None,
}
CURRENCY: dict[str, Any] = {"code": "USD", "name": "US dollar", "symbol": "$", "is_active": True, "version": 1}
RATE: dict[str, Any] = {"valid_from": "2026-11-20", "rate": "7.0825"}
_CONTACT: dict[str, Any] = {"name": "王建国", "title": "采购经理", "phone": "13812342217", "email": "wang@example.com"}
_ADDRESS: dict[str, Any] = {
    "label": "总仓",
    "recipient": "王建国",
    "phone": "13812342217",
    "province": "浙江省",
    "city": "杭州市",
    "street": "滨江区江南大道 588 号",
    "postcode": "310052",
}
_PREVIEW: dict[str, Any] = {
    "choices": [{"field": "tax_number", "kept": "", "other": "91330108MA27X0AB1C", "taken": True}],
    "moves": [{"what": "Orders", "count": 12}],
    "notes": ["Notes and preferences of both are kept."],
    "obstacles": [],
}

EXAMPLES: dict[str, Any] = {
    "Customer": CUSTOMER,
    "CustomerDocument": CUSTOMER | _REST,
    "CustomerInputRequest": {
        "code": "33.017",
        "name": "杭州华衡科技有限公司",
        "kind": "DISTRIBUTOR",
        "territory": "华中地区-浙江1",
        "department": "HZ",
        "owner": "chen.lx",
        "payment_term": "ADVANCE30",
        "currency": "CNY",
        "tax_number": "91330108MA27X0AB1C",
    },
    "PatchedCustomerChangeRequest": {
        "ship_to": "33.018",
        "bill_to": None,
        "notes": "周五不收货",
        "custom": {"grade_source": "SALES"},
    },
    "AssignmentInputRequest": {
        "territory": "华中地区-浙江1",
        "department": "HZ",
        "owner": "chen.lx",
        "valid_from": "2026-12-01",
    },
    "MergeInputRequest": {"into": "33.020", "take": ["tax_number"], "dry_run": True},
    "MergePreview": _PREVIEW,
    "Duplicate": {
        "id": 12,
        "score": 85,
        "reasons": ["NAME_CORE"],
        "state": "OPEN",
        "one": {"code": "33.017", "name": "杭州华衡科技有限公司", "specification": None, "in_charge": "华中地区-浙江1"},
        "other": {"code": None, "name": None, "specification": None, "in_charge": "华东地区-上海"},
    },
    "DuplicateDecisionRequest": {"not_the_same": True},
    "DuplicateSearch": {
        "state": "RUNNING",
        "done": 4000,
        "total": 10_000,
        "error": "",
        "asked_at": "2026-11-20T02:15:00Z",
        "finished_at": None,
    },
    "ContactInputRequest": _CONTACT,
    "PatchedContactChangeRequest": {"phone": "13812342218", "is_default": True},
    "AddressInputRequest": _ADDRESS,
    "PatchedAddressChangeRequest": {"street": "滨江区江南大道 590 号"},
    "CustomerNote": NOTE,
    "CustomerNoteInputRequest": {
        "kind": "FEEDBACK",
        "text": "新传感器装好后想知道校准周期",
        "order_number": "SO20261120-0001",
        "due_date": "2026-12-04",
        "responsible": "chen.lx",
        "provider": "CRM",
        "external_id": "FB-7781",
    },
    "CustomerNoteAnswerRequest": {"answer": "已补发，两天内到货"},
    "Currency": CURRENCY,
    "CurrencyInputRequest": {"code": "USD", "name": "US dollar", "symbol": "$"},
    "PatchedCurrencyChangeRequest": {"is_active": False},
    "Rate": RATE,
    "RateRequest": RATE,
}


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    examples.register(EXAMPLES)
