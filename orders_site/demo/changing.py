"""Orders that change after they took effect: a request in every state, with what departments and customers say: part of
the showcase."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.people.models import User
from accounts.people.queries import system_user
from common.links.operations import Visitor
from orders.approval import queries as approval
from orders.changes import operations, policies
from orders.changes import queries as changes
from orders.changes.assessing import operations as assessing
from orders.changes.assessing import queries as assessments
from orders.changes.letters import operations as letters
from orders.changes.letters import queries as letter_queries
from orders.changes.models import ChangeRequest
from orders.entry import drafting
from orders.order.models import Order, OrderLine
from orders_site.demo import scenes
from orders_site.demo.agenda import Life, Step, after
from orders_site.demo.company import Company

_WHO = {
    "PRODUCTION": "zhao.hai",
    "PURCHASING": "qian.fang",
    "WAREHOUSE": "luo.qiang",
    "LOGISTICS": "sun.qian",
    "FINANCE": "wu.min",
}
_SAID: dict[str, dict[str, Any]] = {
    "PRODUCTION": {
        "verdict": "CONDITIONS",
        "conditions": "周末加班标定，需在两天内放图",
        "days": 2,
        "cost": Decimal(1860),
        "cost_kind": "装配与标定加班",
    },
    "LOGISTICS": {
        "verdict": "CONDITIONS",
        "conditions": "改零担为专车，3 号门卸货需提前一天预约",
        "days": 0,
        "cost": Decimal(1200),
        "cost_kind": "专车",
    },
}
_REFUSED = {"verdict": "NOT_FEASIBLE", "conditions": "传感器弹性体已按原量程投料，改不回来", "days": 0}
_OFFICE = Visitor("203.0.113.61", "Mozilla/5.0 (Windows NT 10.0) Edge/130.0")
Edits = dict[str, dict[str, Any]]


def lives(company: Company) -> list[Life]:
    """All of them."""
    return [
        _drafted(company, "33.045"),
        _assessing(company, "36.003"),
        _urgent(company, "32.058"),
        _submitted(company, "14.007"),
        _waits_for_customer(company, "12.010"),
        _accepted(company, "34.006"),
        _effective(company, "33.091"),
        _sent_back(company, "32.055"),
        _rejected(company, "14.011"),
        _withdrawn(company, "43.015"),
        _overtaken(company, "41.018"),
    ]


def _begin(
    company: Company, order: Order | None, days: int, reason: str, words: str, edits: Edits, **more: Any
) -> Step[ChangeRequest | None]:
    """Who sells to the customer asks for the change; nothing where the order did not take effect."""
    if order is None or not order.effective_at:
        return None
    at = yield company.ago(days, 10.2)
    actor = company.staff["lin.xy"]
    options = {"reason_id": changes.reason_id(reason), "reason_text": words, **more}
    return operations.create_request(actor=actor, order_id=order.pk, edits=edits, at=at, **options)


def _order(company: Company, code: str, days: int) -> Step[Order | None]:
    return (yield from scenes.effective(company, code, days, lines=scenes.quick_lines(company)))


def _edits(order: Order | None, **wanted: Any) -> Edits:
    """``first``: pieces more of the first line; ``gone``: the last one is cancelled; ``date``: days later, of all;
    further entries are fields of the head."""
    if order is None:
        return {}
    lines = list(OrderLine.objects.filter(order=order, gift_of=None).order_by("line_no"))
    edits: dict[str, Any] = {}
    if more := wanted.pop("first", 0):
        edits[f"lines.{lines[0].line_no}.quantity"] = str(lines[0].ordered + more)
    if wanted.pop("gone", False):
        edits[f"lines.{lines[-1].line_no}"] = True
    if days := wanted.pop("date", 0):
        first = order.requested_date or lines[0].requested_date or order.order_date + timedelta(days=20)
        edits["requested_date"] = (first + timedelta(days=days)).isoformat()
    return {path: {"value": value} for path, value in {**edits, **wanted}.items()}


def _ask(company: Company, request: ChangeRequest, at: datetime) -> None:
    operations.ask_departments(actor=company.staff["lin.xy"], request_id=request.pk, at=at)


def _answer(
    company: Company, request: ChangeRequest, at: datetime, only: int | None = None, refused: str = ""
) -> Step[datetime]:
    """The departments asked say what it means for them, one after the other; the first ``only`` of them."""
    for row in assessments.pending(request)[:only]:
        at = yield after(at, company.rng, hours=1)
        said: Mapping[str, Any] = _REFUSED if row.kind == refused else _SAID.get(row.kind, {"verdict": "FEASIBLE"})
        who = company.staff[_WHO.get(row.kind, "zhou.gd")]
        assessing.answer(actor=who, request_id=request.pk, kind=row.kind, at=at, **said)
    return at


def _submit(company: Company, request: ChangeRequest, at: datetime) -> None:
    operations.submit_request(actor=company.staff["lin.xy"], request_id=request.pk, at=at)


def _asked(company: Company, request: ChangeRequest) -> User:
    """Who is asked to decide."""
    found = approval.open_request(policies.SUBJECT, request.pk)
    assert found is not None  # it was submitted
    step = approval.current_step(found[1])
    assert step is not None and step.approver_id is not None
    return company.person(step.approver_id)


def _to_approval(company: Company, request: ChangeRequest, at: datetime, refused: str = "") -> Step[datetime]:
    """Departments answer, then it is submitted."""
    at = yield at + timedelta(minutes=20)
    _ask(company, request, at)
    at = yield from _answer(company, request, at, refused=refused)
    at = yield after(at, company.rng, hours=0.5)
    _submit(company, request, at)
    return at


def _drafted(company: Company, code: str) -> Life:
    """Begun today, not yet asked about."""
    order = yield from _order(company, code, 9)
    words = "客户来电：8 号线多装两个台面，数量待图纸确认"
    yield from _begin(company, order, 1, "C_QUANTITY", words, _edits(order, first=8))


def _assessing(company: Company, code: str) -> Life:
    """Two departments said what it means; the others owe an answer."""
    order = yield from _order(company, code, 12)
    words = "王工邮件：多要 8 只，不要最后一项，送 3 号门"
    wanted = _edits(order, first=8, gone=True, ship_address="杭州市萧山区桥南路 66 号 3 号门，卸货预约")
    request = yield from _begin(
        company, order, 1, "C_QUANTITY", words, wanted, customer_words="请把台秤传感器加 8 只，接线盒我们自备。"
    )
    if request is not None:
        at = yield request.created_at + timedelta(minutes=15)
        _ask(company, request, at)
        yield from _answer(company, request, at, only=2)


def _urgent(company: Company, code: str) -> Life:
    """Urgent: it waits for its approval while departments are still asked."""
    order = yield from _order(company, code, 10)
    words = "客户停线检修提前，其余照旧"
    request = yield from _begin(company, order, 1, "C_DATE", words, _edits(order, date=-2), is_urgent=True)
    if request is not None:
        at = yield request.created_at + timedelta(minutes=10)
        _submit(company, request, at)


def _submitted(company: Company, code: str) -> Life:
    """Every department answered; the head of sales decides."""
    order = yield from _order(company, code, 14)
    words = "客户改台面数量，加传感器，取消最后一项"
    wanted = _edits(order, first=8, gone=True, transport_mode="OWN")
    request = yield from _begin(company, order, 4, "C_QUANTITY", words, wanted)
    if request is not None:
        yield from _to_approval(company, request, request.created_at)


def _approved(company: Company, request: ChangeRequest) -> Step[datetime]:
    at = yield from _to_approval(company, request, request.created_at)
    at = yield after(at, company.rng, hours=2)
    operations.approve_request(actor=_asked(company, request), request_id=request.pk, at=at, reason="同意，先安抚客户")
    return at


def _letter(company: Company, request: ChangeRequest, at: datetime) -> Any:
    actor = company.staff["lin.xy"]
    contacts = letter_queries.contacts_of(actor, changes.get_request_by_id(actor=actor, request_id=request.pk))
    return letters.send_letter(actor=actor, request_id=request.pk, recipient=contacts[0][1], at=at, days=30)


def _waits_for_customer(company: Company, code: str) -> Life:
    """Approved; the letter is out, the customer has not answered."""
    order = yield from _order(company, code, 16)
    words = "供应商弹性体晚到，建议改期"
    wanted = _edits(order, date=6)
    request = yield from _begin(company, order, 3, "G_SUPPLIER", words, wanted, source="GOODS", needs_customer=True)
    if request is not None:
        at = yield from _approved(company, request)
        at = yield after(at, company.rng, hours=0.5)
        _letter(company, request, at)


def _accepted(company: Company, code: str) -> Life:
    """The customer accepted under his link: with that it took effect."""
    order = yield from _order(company, code, 20)
    words = "原型号停产，改期并加量补偿"
    wanted = _edits(order, first=4, date=5)
    request = yield from _begin(company, order, 9, "G_REPLACED", words, wanted, source="GOODS", needs_customer=True)
    if request is None:
        return
    at = yield from _approved(company, request)
    at = yield after(at, company.rng, hours=0.5)
    letter = _letter(company, request, at)
    at = yield after(at, company.rng, hours=20)
    link = letter_queries.KIND.link_of(letter)
    assert link is not None  # it went with the letter
    letters.answer(
        actor=system_user(),
        link_id=link.pk,
        letter_id=letter.pk,
        chosen=letter.options[0]["key"],
        name="王工",
        visitor=_OFFICE,
        at=at,
    )


def _effective(company: Company, code: str) -> Life:
    """In force as revision 2."""
    order = yield from _order(company, code, 22)
    words = "客户二期台面并入本单"
    request = yield from _begin(company, order, 8, "C_QUANTITY", words, _edits(order, first=6, gone=True))
    if request is not None:
        yield from _approved(company, request)


def _sent_back(company: Company, code: str) -> Life:
    """Sent back for more words."""
    order = yield from _order(company, code, 15)
    request = yield from _begin(company, order, 4, "C_PRICE", "客户要求让价", _edits(order, first=2, freight="600"))
    if request is not None:
        at = yield from _to_approval(company, request, request.created_at)
        at = yield after(at, company.rng, hours=3)
        reason = "运费由谁承担没有写清，请与客户书面确认后再报"
        operations.return_request(actor=_asked(company, request), request_id=request.pk, reason=reason, at=at)


def _rejected(company: Company, code: str) -> Life:
    """Production cannot, the head of sales refuses."""
    order = yield from _order(company, code, 18)
    words = "客户想改量程并取消一项"
    wanted = _edits(order, gone=True) | {"lines.1.specification": {"value": "30T 桥式，带温补"}}
    request = yield from _begin(company, order, 6, "C_SPEC", words, wanted)
    if request is not None:
        at = yield from _to_approval(company, request, request.created_at, refused="PRODUCTION")
        at = yield after(at, company.rng, hours=2)
        reason = "已投料，按原合同执行；新要求另下单"
        operations.reject_request(actor=_asked(company, request), request_id=request.pk, reason=reason, at=at)


def _withdrawn(company: Company, code: str) -> Life:
    """The customer thought again."""
    order = yield from _order(company, code, 13)
    request = yield from _begin(company, order, 5, "C_DATE", "客户想推迟两周", _edits(order, date=14))
    if request is not None:
        at = yield request.created_at + timedelta(minutes=30)
        _ask(company, request, at)
        at = yield after(at, company.rng, hours=4)
        operations.withdraw_request(
            actor=company.staff["lin.xy"], request_id=request.pk, reason="客户来电：按原交期", at=at
        )


def _overtaken(company: Company, code: str) -> Life:
    """Somebody wrote the new contact into the order meanwhile: the request does not fit it any more."""
    order = yield from _order(company, code, 17)
    words = "客户换了收货人，同时加量"
    request = yield from _begin(
        company, order, 5, "C_QUANTITY", words, _edits(order, first=5, contact_phone="139 5555 0101")
    )
    if request is None or order is None:
        return
    at = yield after(request.created_at, company.rng, hours=2)
    present = Order.objects.get(pk=order.pk)
    changed = {"contact_phone": "138 5555 0199"}
    drafting.update_notes(
        actor=company.staff["lin.xy"], order_id=order.pk, version=present.version, changes=changed, at=at
    )
    at = yield after(at, company.rng, hours=1)
    _ask(company, request, at)
