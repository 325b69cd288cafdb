"""Examples of inquiries and quotations in the OpenAPI document."""

from typing import Any

from common.api import examples

_NUMBER = "QT20261120-0001"
_HEAD = {
    "title": "称重系统改造",
    "customer_reference": "RFQ-2026-118",
    "contact_name": "钱工",
    "contact_phone": "13800000000",
}
_TERMS = {
    "label": "含安装调试",
    "valid_until": "2026-12-20",
    "currency": "CNY",
    "tax_mode": "INCLUSIVE",
    "payment_term": "MONTHLY30",
    "delivery_terms": "订货后 20 天",
    "notes": "",
    "freight": "0.00",
    "reduction": "0.00",
}
_LINE_INPUT = {"product": "02.07.001", "quantity": "10", "price": "980.00", "is_optional": False}
_LINE = {
    "line_no": 1,
    "product": "02.07.001",
    "name": "电子台秤 TCS-150",
    "specification": "150kg/20g",
    "auxiliary_attribute": "",
    "unit": "台",
    "is_gift": False,
    "is_optional": False,
    "quantity": "10",
    "left": "4",
    "price": "980.00",
    "price_source": "MANUAL",
    "price_rule": "",
    "discount": "0",
    "tax_rate": "0.13",
    "amount": "9800.00",
    "requested_date": None,
    "customisation": "",
    "special_requirements": "",
    "notes": "",
}
_ROW = {
    "number": _NUMBER,
    "status": "PARTLY_WON",
    "customer": {"code": "33.017", "name": "杭州某衡器有限公司"},
    **_HEAD,
    "salesperson": "chen.lx",
    "quote_date": "2026-11-20",
    "valid_until": "2026-12-20",
    "sent_at": "2026-11-20T10:00:00+08:00",
    "decided_at": "2026-11-22T09:30:00+08:00",
    "currency": "CNY",
    "total_amount": "9800.00",
    "accepted": "A1",
    "outcome": "",
    "reason": "",
    "competitor": "",
    "version": 4,
}
_INQUIRY_INPUT = {
    "customer": "33.017",
    "contact_name": "钱工",
    "channel": "MAIL",
    "asked": "需要 10 台 150kg 台秤，年底前到货，含安装调试。",
    "requested_date": "2026-12-25",
}
EXAMPLES: dict[str, Any] = {
    "QuotationRow": _ROW,
    "Quotation": {
        **_ROW,
        "inquiry": "IQ20261119-0003",
        "internal_notes": "",
        "orders": ["SO20261122-0007"],
        "versions": [
            {
                "code": "A1",
                "alternative": "A",
                "is_standing": True,
                "is_dropped": False,
                "sent_at": "2026-11-20T10:00:00+08:00",
                "quote_date": "2026-11-20",
                **_TERMS,
                "lines_amount": "9800.00",
                "total_amount": "9800.00",
                "tax_amount": "1127.43",
                "net_amount": "8672.57",
                "optional_amount": "0.00",
                "lines": [_LINE],
            }
        ],
    },
    "QuotationInputRequest": {"customer": "33.017", **_HEAD, **_TERMS, "lines": [_LINE_INPUT]},
    "PatchedQuotationChangeRequest": {"code": "A2", "reduction": "100.00", "lines": [_LINE_INPUT]},
    "VersionsRequest": {"versions": ["A1"]},
    "QuotationMailInputRequest": {
        "recipient": "qian@example.com",
        "versions": ["A1"],
        "language": "zh-hans",
        "note": "含安装调试费用",
    },
    "ContractInputRequest": {"clauses": ["PAY30"], "own_text": "本合同一式两份。"},
    "Contract": {
        "contract_state": "DRAFTED",
        "signed_on": None,
        "terms": "1. 付款: 货到三十日内付清全款。\n本合同一式两份。",
        "clauses": [
            {"code": "PAY30", "kind": "PAYMENT", "name": "付款", "wording": 1, "text": "货到三十日内付清全款。"},
        ],
    },
    "QuotationMail": {
        "language": "zh-hans",
        "subject": "某某衡器有限公司：报价单 QT20261120-0001",
        "text": "尊敬的钱工：\n\n随信附上报价单 QT20261120-0001。",
    },
    "AlternativeRequest": {"copy_of": "A1", "label": "不含安装"},
    "RevisionRequest": {"alternative": "A"},
    "WinRequest": {"code": "A1", "outcome_code": "QUALITY", "reason": "精度满足要求"},
    "LoseRequest": {"outcome_code": "PRICE", "reason": "高出 8%", "competitor": "某衡器厂"},
    "ConversionRequest": {"code": "A1", "requested_date": "2026-12-25", "lines": [{"line_no": 1, "quantity": "6"}]},
    "InquiryInputRequest": _INQUIRY_INPUT,
    "Inquiry": {
        "number": "IQ20261119-0003",
        "status": "QUOTED",
        **_INQUIRY_INPUT,
        "customer": {"code": "33.017", "name": "杭州某衡器有限公司"},
        "company": "",
        "contact_phone": "13800000000",
        "received_at": "2026-11-19T15:20:00+08:00",
        "received_by": "chen.lx",
        "closed_reason": "",
        "salesperson": "chen.lx",
        "version": 2,
    },
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    examples.register(EXAMPLES)
