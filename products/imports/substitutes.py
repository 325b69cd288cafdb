"""Substitutes as a target of imports: what may be delivered instead of a product (R119)."""

from django.utils.translation import gettext_lazy as _

from common.imports import known
from common.imports.batch import SKIPPED, Batch
from common.imports.targets import Field, Target, importers
from products.catalogue import operations as catalogue

FIELDS = (
    Field("product", _("Product"), kind="key", required=True, refers_to="products", hints=("产品代码", "product_code")),
    Field("substitute", _("Substitute"), kind="key", required=True, refers_to="products", hints=("替代产品", "替代料")),
    Field("priority", _("Priority"), kind="integer", minimum="1", hints=("优先级",)),
    Field("ratio", _("Ratio"), kind="decimal", positive=True, strict=True, hints=("替代比例",)),
    Field("valid_from", _("Valid from"), kind="date", hints=("生效日期",)),
    Field("valid_until", _("Valid until"), kind="date", hints=("失效日期",)),
)
_NAMES = ("priority", "ratio", "valid_from", "valid_until")


def check(batch: Batch) -> None:
    """Refuse rows of unknown products, a product for itself and days in the wrong order; leave alone what is there."""
    for name in ("product", "substitute"):
        known.refer(batch, "substitutes", name)
        known.report_orphans(batch, "substitutes", name)
    batch.report_where("substitutes", "for_itself", "r.product = r.substitute", field="substitute")
    batch.report_where("substitutes", "ends_first", "r.valid_until < r.valid_from", field="valid_until")
    known.give_keys(batch, "substitutes", "product", "substitute")
    there = (
        "EXISTS (SELECT 1 FROM products_substitute s WHERE s.product_id = r.product_id"
        " AND s.substitute_id = r.substitute_id)"
    )
    batch.report_where("substitutes", "known_already", there, field="substitute", drop=SKIPPED)
    twice = (
        "SELECT row_id, row_number() OVER w AS place, first_value(line) OVER w AS first FROM import_substitutes"
        " WINDOW w AS (PARTITION BY product, substitute ORDER BY file, line)"
    )
    batch.report_where(
        "substitutes",
        "repeated",
        "t.place > 1",
        field="substitute",
        joins=f"JOIN ({twice}) t ON t.row_id = r.row_id",
        words="'line', t.first",
        drop=SKIPPED,
    )


def commit(batch: Batch) -> None:
    """Write the substitutes through ``save_substitute``. Raises ChangedSince."""
    for name in ("product", "substitute"):
        known.require_resolved(batch, "substitutes", name)
    rows = batch.rows(
        f"SELECT product_id, substitute_id, {', '.join(_NAMES)} FROM import_substitutes ORDER BY product_id, file, line"
    )
    for product_id, substitute_id, *values in rows:
        given = {name: value for name, value in zip(_NAMES, values, strict=True) if value is not None}
        catalogue.save_substitute(
            actor=batch.actor, product_id=product_id, substitute_id=substitute_id, at=batch.at, **given
        )
    batch.notes.setdefault("written", {})["substitutes"] = len(rows)


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        "substitutes",
        Target(
            label=_("Substitutes"),
            fields=FIELDS,
            order=25,
            verb="product.edit",
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
