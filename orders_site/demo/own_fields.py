"""Fields that the demo company defined for itself, and what stands in them: without chance, so that the rest of the
company stays as it is."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from accounts.people.models import User
from customers.models import Customer
from orders.entry.drafts import LineDraft
from segments.custom_fields import operations

_SOURCES = (
    {"code": "VISIT", "zh": "走访评定", "en": "Visit"},
    {"code": "SALES", "zh": "年度销量", "en": "Yearly sales"},
    {"code": "CREDIT", "zh": "信用调查", "en": "Credit report"},
    {"code": "HEAD", "zh": "总部指定", "en": "Named by head office"},
)
FIELDS: tuple[dict[str, Any], ...] = (
    {
        "subject": "CUSTOMER",
        "key": "grade_source",
        "label_zh": "客户等级来源",
        "label_en": "Source of the grade",
        "kind": "CHOICE",
        "options": list(_SOURCES),
        "help_zh": "客户等级是怎样评出来的",
        "help_en": "How the customer's grade was found",
    },
    {
        "subject": "PRODUCT",
        "key": "certificate",
        "label_zh": "校准证书",
        "label_en": "Calibration certificate",
        "kind": "FLAG",
        "help_zh": "随货附校准证书",
        "help_en": "A calibration certificate goes with it",
    },
    {
        "subject": "ORDER",
        "key": "project",
        "label_zh": "项目名称",
        "label_en": "Project",
        "kind": "TEXT",
        "longest": 120,
    },
    {
        "subject": "LINE",
        "key": "engraving",
        "label_zh": "刻字内容",
        "label_en": "Engraving",
        "kind": "TEXT",
        "longest": 60,
        "is_commercial": True,
        "help_zh": "刻在铭牌上的文字",
        "help_en": "What is engraved on the plate",
    },
)
_PROJECTS = ("料场地磅改造", "新厂区配料系统", "港口汽车衡更新", "年度备件", "出口配套", "料仓称重项目")


def load(admin: User, at: datetime) -> None:
    """Define them."""
    for place, field in enumerate(FIELDS, start=1):
        operations.save_field(actor=admin, at=at, position=place * 10, **field)


def of_customer(code: str, is_foreign: bool) -> dict[str, Any]:
    """Most customers were graded somehow; of foreign ones nobody wrote down how."""
    place = sum(map(ord, code)) % (len(_SOURCES) + 1)
    return {} if is_foreign or place == len(_SOURCES) else {"grade_source": _SOURCES[place]["code"]}


def of_product(category: str) -> dict[str, Any]:
    """Digital instruments and sensors go with a certificate, analog ones on request; other things have none."""
    return {"01": {"certificate": True}, "02": {"certificate": True}, "03": {"certificate": False}}.get(category, {})


def of_order(customer: Customer, day: date, lines: Sequence[LineDraft]) -> dict[str, Any]:
    """Large orders belong to a project; who builds plants has its name engraved."""
    if len(lines) < 3:
        return {}
    if customer.kind == Customer.Kind.OEM:
        lines[0].custom = {"engraving": (customer.short_name or customer.name)[:20]}
    return {"project": f"{day:%Y}年{_PROJECTS[(customer.pk + day.day) % len(_PROJECTS)]}"}
