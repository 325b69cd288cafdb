"""Which product of a file takes the place of which, in the file or among ours."""

from common.imports import known
from common.imports.batch import Batch
from products.catalogue import operations as catalogue


def check(batch: Batch) -> None:
    """Report successors that are not known, and chains of them that lead back; they stay empty."""
    if not batch.maps("products", "successor"):
        return
    known.refer(batch, "products", "successor")
    unknown = (
        "r.successor IS NOT NULL AND r.successor_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM import_products p WHERE p.key = r.successor)"
    )
    batch.report_where("products", "unknown_code", unknown, field="successor", words="'value', r.successor")
    batch.report_where("products", "leads_back", "r.key = ANY(%(rings)s)", field="successor", rings=_rings(batch))


def commit(batch: Batch) -> None:
    """Point the new products at their successors. Call when they are remembered."""
    if not batch.maps("products", "successor"):
        return
    rings = _rings(batch)
    known.refer(batch, "products", "successor")
    rows = batch.rows(
        "SELECT p.id, r.successor_id FROM import_products r JOIN products_product p ON p.code = r.code"
        " WHERE r.successor_id IS NOT NULL AND r.key <> ALL(%(rings)s)",
        rings=rings,
    )
    catalogue.link_successors(actor=batch.actor, links=dict(rows), at=batch.at)


def _rings(batch: Batch) -> list[str]:
    """Keys of products from which following the successors leads back; only new products can stand in a ring."""
    following = dict(batch.rows("SELECT key, successor FROM import_products WHERE successor IS NOT NULL AND key <> ''"))
    return [key for key in following if _leads_back(key, following)]


def _leads_back(key: str, following: dict[str, str]) -> bool:
    seen, at = {key}, following.get(key)
    while at is not None:
        if at in seen:
            return at == key
        seen.add(at)
        at = following.get(at)
    return False
