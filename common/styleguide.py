"""What the styleguide page shows: every component in every state, with made-up values of no meaning."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import clock, dates, errors, keyset
from common.typed import NumberField


class SampleForm(forms.Form):
    """One field of each kind, for the look of forms."""

    customer = forms.CharField(label=_("Customer"), max_length=60)
    quantity = NumberField(label=_("Quantity"), min_value=1, help_text=_("Whole pieces"))
    requested = forms.DateField(label=_("Requested date"), required=False)
    transport = forms.ChoiceField(label=_("Transport"), choices=[("", "—"), ("land", _("Land")), ("air", _("Air"))])
    channels = forms.MultipleChoiceField(
        label=_("Tell by"),
        required=False,
        choices=[("mail", _("Mail")), ("inbox", _("Message"))],
        widget=forms.CheckboxSelectMultiple,
    )
    partial = forms.BooleanField(label=_("Partial deliveries allowed"), required=False)
    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


def context() -> dict[str, Any]:
    """Everything the page needs; two forms (filled in, with errors), rows around today, refusals."""
    now = clock.now()
    today = dates.business_day(now)
    filled = SampleForm(initial={"customer": "33.042", "quantity": Decimal("12.5"), "requested": today})
    wrong = SampleForm({"customer": "", "quantity": "0", "requested": "x", "transport": "land"}, auto_id="wrong_%s")
    wrong.is_valid()
    return {
        "now": now,
        "today": today,
        "days": [today + timedelta(days=n) for n in (-3, -1, 0, 1, 17)],
        "filled": filled,
        "wrong": wrong,
        "glyphs": _glyphs(),
        "flags": _flags(),
        "rows": _rows(today),
        "page": keyset.Page(items=[], next_cursor="next", previous_cursor=None, sort="-amount"),
        "columns": [("number", _("Number")), ("customer", _("Customer")), ("amount", _("Amount"))],
        "stale": errors.Stale(fields={"quantity": ["32", "40"]}),
        "stale_rows": [(_("Quantity"), "32", "40")],
        **_record(now),
    }


def _glyphs() -> list[tuple[str, Any]]:
    return [
        ("draft", _("Draft")), ("wait", _("Pending approval")), ("active", _("Effective")),
        ("run", _("In progress")), ("closed", _("Closed")), ("archived", _("Archived")),
        ("reject", _("Sent back")), ("block", _("Blocked")), ("void", _("Void")),
    ]  # fmt: skip


def _flags() -> list[tuple[Any, str, str]]:
    return [
        (_("Changing"), "chg", "arrow-left-right"), (_("Frozen"), "frz", "snow"),
        (_("Late"), "bad", "exclamation-triangle-fill"), (_("Short"), "warn", "box-seam"),
        (_("Gift"), "ok", "gift"), (_("In parts"), "run", "arrow-repeat"),
        (_("3 missing"), "", "list-check"), (_("Domestic"), "line", ""),
    ]  # fmt: skip


def _rows(today: Any) -> list[dict[str, Any]]:
    names = ["杭州衡准称重设备有限公司", "Hanse Waagen GmbH", "武汉江汉衡器有限公司", "Andes Pesaje S.A."]
    return [
        {
            "number": f"SO{today:%Y%m%d}-{n:04d}",
            "name": names[n % 4],
            "day": today + timedelta(days=n - 2),
            "amount": Decimal(n) * Decimal("12345.67"),
            "done": n * 20,
            "glyph": ["run", "wait", "active", "draft"][n % 4],
            "word": [_("In progress"), _("Pending approval"), _("Effective"), _("Draft")][n % 4],
            "can": "ship" if n % 2 else "",
        }
        for n in range(1, 6)
    ]


def _record(now: Any) -> dict[str, Any]:
    ladder = [
        {"label": _("Draft"), "state": "done", "at": now - timedelta(hours=3)},
        {"label": _("Pending approval"), "state": "done", "at": now - timedelta(hours=2)},
        {"label": _("Effective"), "state": "now", "at": now - timedelta(hours=1)},
        {"label": _("Closed"), "state": ""},
        {"label": _("Archived"), "state": ""},
    ]
    return {
        "ladder": ladder,
        "tabs": [
            {"label": _("Lines"), "url": "#lines", "count": 7, "current": True, "target": "sample-pane"},
            {"label": _("Shipments"), "url": "#shipments", "count": 2, "target": "sample-pane"},
            {"label": _("Late"), "url": "#late", "count": 9, "hot": True, "target": "sample-pane"},
            {"label": _("Payments due"), "url": "#due", "target": "sample-pane"},
            {"label": _("Comments and files"), "url": "#files", "count": 3, "target": "sample-pane"},
            {"label": _("History"), "url": "#history", "target": "sample-pane"},
        ],
        "timeline": [
            {"who": "陈立新", "text": _("sent the order for approval"), "at": now, "icon": "send", "tone": "run"},
            {"who": "周国栋", "text": _("approved it"), "at": now - timedelta(days=1), "icon": "check2", "tone": "ok"},
        ],
        "steps": [
            {"title": _("Department check"), "note": _("5 departments"), "state": "done", "aside": "15:02"},
            {"title": _("Sales manager"), "note": _("within 24 hours"), "state": "now", "aside": _("waits for you")},
            {"title": _("Customer confirms")},
        ],
        "next_actions": [
            {
                "title": _("Ask purchasing for the arrival day"),
                "note": _("today"),
                "tone": "warn",
                "url": "#",
                "label": _("Remind"),
            },
        ],
        "gates": [
            {
                "title": _("Pending approval"),
                "glyph": "wait",
                "note": _("before submitting"),
                "items": [(_("Line 2"), _("is asked for before it can be promised"), "#wrong_quantity")],
            },
        ],
        "facts": [
            (_("Amount incl. tax"), "¥286,480.00", "b f16"),
            (_("Terms"), "30 %, net 30"),
            (_("Department"), "华中地区-浙江1"),
        ],
    }
