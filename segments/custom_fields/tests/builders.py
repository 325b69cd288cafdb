"""Custom fields for tests."""

from datetime import UTC, datetime
from typing import Any

from accounts.tests.builders import make_user
from segments.custom_fields import operations
from segments.custom_fields.models import CustomField

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
GRADES = [
    {"code": "VISIT", "zh": "走访", "en": "Visit"},
    {"code": "SALES", "zh": "销量", "en": "Sales volume"},
]


def make_field(subject: str, key: str, kind: str = "TEXT", **fields: Any) -> CustomField:
    """A custom field, defined by an administrator."""
    names = {"label_zh": f"字段{key}", "label_en": key.replace("_", " ").capitalize()}
    if kind == "CHOICE":
        fields.setdefault("options", GRADES)
    return operations.save_field(
        actor=make_user("administrator"), at=AT, subject=subject, key=key, kind=kind, **{**names, **fields}
    )
