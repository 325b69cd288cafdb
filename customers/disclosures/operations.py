"""Noting which customers' data left the house as a file, a paper or a mail; forgetting it after years."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import connection
from django.db.models import F, Model, QuerySet

from accounts.people.models import User
from common import settings
from common.exports.tallies import Taken
from common.operation import current, in_operation, operation
from customers.disclosures import paths
from customers.disclosures.models import ContactLook, DisclosedCustomer, Disclosure
from customers.models import Customer

Kind = Disclosure.Kind
MOST_NAMED, KEEP_DAYS = "disclosures.most_named", "disclosures.keep_days"
BATCH = 500  # records forgotten in a transaction
_NAME = """
INSERT INTO customers_disclosedcustomer (disclosure_id, customer_id, rows)
SELECT %s, c.id, x.rows FROM unnest(%s::bigint[], %s::int[]) x (id, rows) JOIN customers_customer c ON c.id = x.id
"""
# one record for both where a file held them both
_MERGE = """
INSERT INTO customers_disclosedcustomer AS kept (disclosure_id, customer_id, rows)
SELECT disclosure_id, %(target)s, rows FROM customers_disclosedcustomer WHERE customer_id = %(source)s
ON CONFLICT (disclosure_id, customer_id) DO UPDATE SET rows = kept.rows + excluded.rows
"""
_FEWER = """
UPDATE customers_disclosure kept SET customers = customers - 1 FROM customers_disclosedcustomer one
JOIN customers_disclosedcustomer other ON other.disclosure_id = one.disclosure_id AND other.customer_id = %(target)s
WHERE one.customer_id = %(source)s AND kept.id = one.disclosure_id AND kept.customers IS NOT NULL
"""


@operation
def note_disclosure(
    *,
    actor: User,
    kind: str,
    what: str,
    title: str,
    form: str,
    door: str,
    rows: int | None,
    counts: Mapping[int, int] | None,
    at: datetime,
    export_id: int | None = None,
) -> Disclosure:
    """Note that the actor took customers' data away: ``counts`` says how many rows are about whom, None where nobody
    can. More customers than the setting names are counted and not named one by one. Joins the operation that wrote
    the file, so that there is no file without its record."""
    is_each_named = counts is not None and len(counts) <= settings.get(MOST_NAMED)
    made = Disclosure.objects.create(
        kind=kind,
        what=what[:60],
        title=title[:200],
        form=form,
        door=door if door in Disclosure.Door.values else Disclosure.Door.JOB,
        rows=rows,
        customers=None if counts is None else len(counts),
        is_each_named=is_each_named,
        export_id=export_id,
        taken_by=actor,
        taken_at=at,
    )
    if counts and is_each_named:
        with connection.cursor() as cursor:
            cursor.execute(_NAME, [made.pk, list(counts), list(counts.values())])
    return made


def note_paper(*, actor: User, what: str, title: str, row: Model, at: datetime) -> None:
    """Note, within the operation that made it, that a paper about ``row`` was printed or sent; one that is about no
    customer is not noted."""
    path = paths.path_to(type(row))
    whom = path and type(row)._base_manager.filter(pk=row.pk).values_list(path, flat=True).first()
    if whom:
        note_disclosure(
            actor=actor,
            kind=Kind.PAPER,
            what=what,
            title=title,
            form="pdf",
            door=current().door,
            rows=None,
            counts={whom: 1},
            at=at,
        )


def keep(taken: Taken) -> None:
    """Note a file of the export engine, within the operation that wrote it."""
    note_disclosure(
        actor=taken.actor,
        kind=Kind.REPORT if taken.what == "report" else Kind.LIST,
        what=taken.what,
        title=taken.title,
        form=taken.form,
        door=taken.door,
        rows=taken.rows,
        counts=taken.counts,
        at=taken.at,
        export_id=taken.export_id,
    )


def note_fetched(export_id: int, at: datetime) -> None:
    """Count, within the operation that hands it over, how often the file of an export was fetched."""
    Disclosure.objects.filter(export_id=export_id).update(fetches=F("fetches") + 1, last_fetched_at=at)


def follow_merge(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """What named a customer names the one it became."""
    with connection.cursor() as cursor:
        cursor.execute(_FEWER, {"source": source.pk, "target": target.pk})
        cursor.execute(_MERGE, {"source": source.pk, "target": target.pk})
    DisclosedCustomer.objects.filter(customer=source).delete()
    ContactLook.objects.filter(customer=source).update(customer=target)


def forget_old(*, actor: User, at: datetime) -> int:
    """Forget records, and looks at masked contacts, that were kept as long as the setting says, some in a
    transaction; returns how many."""
    line = at - timedelta(days=settings.get(KEEP_DAYS))

    def forget(old: QuerySet) -> int:
        rows = old.order_by("pk").select_for_update(no_key=True, skip_locked=True)
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        old.model.objects.filter(pk__in=keys).delete()
        return len(keys)

    total = 0
    for old in (Disclosure.objects.filter(taken_at__lt=line), ContactLook.objects.filter(looked_at__lt=line)):
        while found := in_operation(actor.pk, partial(forget, old)):
            total += found
    return total
