"""The anchor of decisions: steps of approvals that wait for somebody."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.collaboration.subjects import subjects as pages
from accounts.people.models import User
from common import clock, dates
from orders.approval import mailing, queries
from orders.approval.delegation import queries as delegation
from orders.approval.models import ApprovalRequest, ApprovalStep
from orders.changes.models import ChangeRequest
from orders.order.models import Order
from reminders.anchors import facts
from reminders.anchors.choices import Group, Recipient
from reminders.anchors.reading import BY_HOURS, CUSTOMER, DAY, DEPARTMENT, ORDER, SINCE, RowAnchor, seen_orders
from reminders.anchors.source import Due, Facts, Key, Text
from reminders.anchors.staff import Staff

_ORDER, _CHANGE = Order._meta.label_lower, ChangeRequest._meta.label_lower
_DELEGATES, _BARRED, _HOURS = "delegates", "barred", "hours"


class DecisionDue(RowAnchor):
    """A decision that is asked of somebody, at the end of its time."""

    code, group = "approval", Group.DECISION
    label = _("Decision due")
    about = _("The end of the time in which an approval should be decided, until it is")
    subject_type = ApprovalStep._meta.label_lower
    units = BY_HOURS
    recipients = (Recipient.EXECUTOR, Recipient.OWNER, Recipient.HEAD)
    words: ClassVar[Mapping[str, Text]] = {
        **facts.ORDER_WORDS,
        "subject": _("What is to be decided"),
        "person": _("Who is asked"),
        "requester": _("Who asked"),
    }
    ends_with_order = False  # a request ends with its subject
    columns: ClassVar[dict[str, str]] = {
        ORDER: "about",
        CUSTOMER: "of_customer",
        DEPARTMENT: "approver__department_id",
        Recipient.EXECUTOR: "approver_id",
        Recipient.OWNER: "request__requested_by_id",
        _DELEGATES: "delegates",
        _BARRED: "request__barred",
        _HOURS: "hours",
    }
    moment, to_order = "due_at", "about"
    by_moment = True

    def rows(self) -> QuerySet[Any]:
        """Each with its order, and with who decides in place of the person asked these days."""
        today = dates.business_day(clock.now())
        instead = delegation.running(today).filter(delegator=OuterRef("approver")).values("delegate_id")
        change = ChangeRequest.objects.filter(pk=OuterRef("request__subject_id")).values("order_id")
        about = Case(
            When(request__subject_type=_ORDER, then=F("request__subject_id")),
            When(request__subject_type=_CHANGE, then=Subquery(change[:1])),
            output_field=BigIntegerField(),
        )
        waiting = ApprovalStep.objects.filter(
            decision="", due_at__isnull=False, request__state=ApprovalRequest.State.OPEN
        )
        customer = Order.objects.filter(pk=OuterRef("about")).values("customer_id")
        return waiting.annotate(about=about, delegates=ArraySubquery(instead)).annotate(
            of_customer=Subquery(customer[:1])
        )

    def due(self, row: dict[str, Any], staff: Staff) -> Due:
        """Who decides instead is told as well; one whose own business it is never is."""
        kept_out = {*row[_BARRED], row[Recipient.OWNER]}
        instead = [one for one in row[_DELEGATES] if one not in kept_out]
        found = super().due({**row, SINCE: row[DAY] - timedelta(hours=float(row[_HOURS]))}, staff)
        asked = staff.now([row[Recipient.EXECUTOR], *instead])
        people = {**found.people, str(Recipient.EXECUTOR): asked}
        return Due(
            *(found.subject_id, found.order_id, found.customer_id, found.due, people, found.department_id, found.since)
        )

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """Two statements, and two for each kind of thing that is decided."""
        rows = ApprovalStep.objects.filter(pk__in={pk for pk, _due in keys})
        steps = {one.pk: one for one in rows.select_related("request__requested_by", "approver")}
        titles, urls = queries.titles(steps.values()), _urls(steps.values(), reader)
        of = {pk: one.request.subject_id for pk, one in steps.items() if one.request.subject_type == _ORDER}
        orders = facts.Orders(of.values(), reader)
        found = {}
        for pk, due in keys:
            step = steps.get(pk)
            if step is None:
                continue
            about = (step.request.subject_type, step.request.subject_id)
            words = {
                **orders.words(of.get(pk)),
                "subject": titles.get(about, ""),
                "person": step.who,
                "requester": step.request.requested_by.name,
            }
            found[pk, due] = Facts(titles.get(about, ""), urls.get(about, ""), facts.without_empty(words))
        return found

    def ways(self, keys: Collection[Key], reader: User, at: datetime) -> Mapping[Key, str]:
        """Who is asked opens the decision from the mail (docs/adr/0026)."""
        asked = queries.waiting_for(reader).filter(pk__in={pk for pk, _due in keys})
        paths = {step.pk: mailing.reminded_way(reader, step, at) for step in asked}
        return {key: path for key in keys if (path := paths.get(key[0]))}

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """Those that wait for somebody, that he asked for, and those of orders that he sees."""
        own = access.of(user).own_ids
        lent = delegation.delegators_of(user, clock.now())
        rows = ApprovalStep.objects.filter(pk__in=ids)
        mine = Q(approver__in=own) | Q(approver__in=lent) | Q(request__requested_by__in=own) | Q(decided_by=user)
        seen = set(rows.filter(mine).values_list("pk", flat=True))
        others = rows.filter(request__subject_type=_ORDER).exclude(pk__in=seen)
        of = dict(others.values_list("pk", "request__subject_id"))
        orders = seen_orders(set(of.values()), user) if of else set()
        return seen | {pk for pk, order_id in of.items() if order_id in orders}


def _urls(steps: Collection[ApprovalStep], reader: User | None) -> dict[tuple[str, int], str]:
    """The pages of what is decided."""
    if reader is None:
        return {}
    wanted: dict[str, list[int]] = {}
    for step in steps:
        wanted.setdefault(step.request.subject_type, []).append(step.request.subject_id)
    return {
        (kind, pk): pages[kind].url(row)
        for kind, keys in wanted.items()
        if kind in pages
        for pk, row in apps.get_model(kind)._default_manager.in_bulk(keys).items()
    }
