"""Customers of a file that stand for one another: heads of groups, payers, receivers, agents (SEMANTICS 9)."""

from common.imports import known
from common.imports.batch import Batch
from customers import operations, policies

PARTNERS = ("group", "bill_to", "ship_to", "agent")


def check(batch: Batch) -> None:
    """Report partners that are not known, and heads of groups that are members themselves; they stay empty."""
    for name in _given(batch):
        _find(batch, name)
        where = (
            f'r."{name}" IS NOT NULL AND r.{name}_id IS NULL'
            f' AND NOT EXISTS (SELECT 1 FROM import_customers c WHERE c.key = r."{name}")'
        )
        batch.report_where("customers", "unknown_code", where, field=name, words=f"'value', r.\"{name}\"")
    if "group" in _given(batch):
        batch.report_where("customers", "not_a_head", _NOT_A_HEAD, field="group", words="'value', r.\"group\"")


def commit(batch: Batch) -> None:
    """Point the new customers at their partners, ours or of the same file. Call when they are remembered."""
    given = _given(batch)
    if not given:
        return
    for name in given:
        _find(batch, name)
    if "group" in given:
        batch.execute(f'UPDATE import_customers r SET "group" = NULL, group_id = NULL WHERE {_NOT_A_HEAD}')
    columns = ", ".join(f"r.{name}_id" for name in given)
    some = " OR ".join(f"r.{name}_id IS NOT NULL" for name in given)
    rows = batch.rows(
        f"SELECT c.id, {columns} FROM import_customers r JOIN customers_customer c ON c.code = r.code WHERE {some}"
    )
    links = {pk: dict(zip(given, partners, strict=True)) for pk, *partners in rows}
    operations.link_customers(actor=batch.actor, links=links, at=batch.at)


# the head named is a member of another group: in the file, or ours already
_NOT_A_HEAD = """
    r."group" IS NOT NULL AND (
        EXISTS (SELECT 1 FROM import_customers h WHERE h.key = r."group" AND h.key <> r.key
            AND h."group" IS NOT NULL AND h."group" <> h.key)
        OR EXISTS (SELECT 1 FROM customers_customer h WHERE h.id = r.group_id AND h.group_id IS NOT NULL))
"""


def _given(batch: Batch) -> list[str]:
    return [name for name in PARTNERS if batch.maps("customers", name)]


def _find(batch: Batch, name: str) -> None:
    """The partner among ours, where the actor sees it; a customer is no partner of its own."""
    batch.execute(f'UPDATE import_customers SET "{name}" = NULL WHERE "{name}" IN (key, code)')
    known.refer(batch, "customers", name)
    ids = [row[0] for row in batch.rows(f"SELECT DISTINCT {name}_id FROM import_customers WHERE {name}_id > 0")]
    fresh = "SELECT object_id FROM import_known k JOIN import_customers c ON c.key = k.key WHERE k.entity = 'customers'"
    seen = list(policies.visible_to(batch.actor).filter(pk__in=ids).values_list("pk", flat=True))
    batch.execute(
        f"UPDATE import_customers SET {name}_id = NULL WHERE {name}_id <> ALL(%(seen)s::bigint[])"
        f" AND {name}_id NOT IN ({fresh})",
        seen=seen,
    )
