"""Promotions as a target of imports: a row is a promotion by its code, new or as it is to be from now on. What the page
refuses is refused here, for the same operation says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import citations, errors, operation
from common.imports import known
from common.imports.batch import Batch
from common.imports.targets import Field, Target, importers
from products.promotions import operations, queries
from products.promotions.models import Promotion, Scope

_BETWEEN = re.compile(r"[\s,;，；、]+")
FIELDS = (
    Field("code", gettext_lazy("Code"), required=True, max_length=20, hints=("促销代码", "code")),
    Field("name", gettext_lazy("Name"), required=True, max_length=80, hints=("促销名称", "name")),
    Field(
        "scope",
        gettext_lazy("Which products"),
        required=True,
        choices=dict(Scope.choices),
        hints=("适用产品", "scope"),
    ),
    Field("mark", gettext_lazy("Mark"), max_length=4, hints=("标记", "mark")),
    Field("tag", gettext_lazy("Tag"), max_length=40, hints=("标签", "tag")),
    Field("buy", gettext_lazy("For every"), kind="integer", required=True, minimum="1", hints=("每买", "buy")),
    Field("give", gettext_lazy("Gifts"), kind="integer", required=True, minimum="1", hints=("赠送", "give")),
    Field("gift_product", gettext_lazy("Gift"), kind="key", refers_to="products", hints=("赠品", "gift_product")),
    Field("valid_from", gettext_lazy("Valid from"), kind="date", hints=("生效日期", "valid_from")),
    Field("valid_until", gettext_lazy("Valid until"), kind="date", hints=("失效日期", "valid_until")),
    Field("products", gettext_lazy("Products"), max_length=20_000, hints=("产品", "products")),
    Field("notes", gettext_lazy("Notes"), max_length=300, hints=("备注", "notes")),
)
_GIVEN = ("name", "scope", "mark", "tag", "buy", "give", "valid_from", "valid_until", "notes")
_ROWS = (
    f"SELECT row_id, upper(code), gift_product_id, products, {', '.join(_GIVEN)} FROM import_promotions"
    " ORDER BY file, line"
)


class _Rehearsed(Exception):
    """Raised to undo what was only tried."""


def check(batch: Batch) -> None:
    """Refuse rows of unknown gifts, and what saving them in turn would refuse: tried, and undone."""
    known.refer(batch, "promotions", "gift_product")
    known.report_orphans(batch, "promotions", "gift_product")
    refused: list[tuple[int, str]] = []
    several = citations.Several()

    def attempt() -> None:
        for row in _rows(batch):
            try:
                with transaction.atomic():
                    _save(batch, row)
            except errors.DomainError as error:
                refused.append((row.row_id, several.told(error, _reason(error))))
        raise _Rehearsed

    try:
        with transaction.atomic():
            operation.in_operation(batch.actor.pk, attempt)
    except _Rehearsed:
        pass
    batch.report_where(
        "promotions",
        "not_sensible",
        "true",
        joins="JOIN unnest(%(rows)s::bigint[], %(reasons)s::text[]) AS f(row_id, reason) ON f.row_id = r.row_id",
        field="code",
        words="'reason', f.reason",
        rows=[row_id for row_id, _words in refused],
        reasons=[words for _row, words in refused],
    )


def _reason(error: errors.DomainError) -> str:
    """What the operation says, field by field."""
    fields = getattr(error, "fields", None) or {}
    return " ".join(str(text) for texts in fields.values() for text in texts) or str(error)


@dataclass(frozen=True)
class _Row:
    """A staged row: ``listed`` are codes of products as they stand in one cell."""

    row_id: int
    code: str
    gift_id: int | None
    listed: str
    given: dict[str, Any]


def _rows(batch: Batch) -> Iterator[_Row]:
    for row_id, code, gift_id, listed, *values in batch.rows(_ROWS):
        given = dict(zip(_GIVEN, values, strict=True))
        given |= {name: given[name] or "" for name in ("mark", "tag", "notes")}
        yield _Row(row_id, code, gift_id, listed or "", given)


def _save(batch: Batch, row: _Row) -> None:
    codes = [one for one in _BETWEEN.split(row.listed) if one]
    product_ids, unknown = queries.ids_of(batch.actor, codes)
    if unknown:
        words = _("Nothing is known under “%(text)s”.") % {"text": ", ".join(unknown[:5])}
        raise errors.Invalid(fields={"products": [words]})
    operations.save_promotion(
        actor=batch.actor,
        at=batch.at,
        promotion_id=Promotion.objects.filter(code=row.code).values_list("pk", flat=True).first(),
        product_ids=product_ids if codes else None,
        code=row.code,
        gift_product_id=row.gift_id,
        **row.given,
    )


def commit(batch: Batch) -> None:
    """Save them. Raises ChangedSince for a gift that is gone, and what saving raises."""
    known.require_resolved(batch, "promotions", "gift_product")
    rows = list(_rows(batch))
    for row in rows:
        _save(batch, row)
    batch.notes.setdefault("written", {})["promotions"] = len(rows)


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        "promotions",
        Target(
            label=gettext_lazy("Promotions"),
            fields=FIELDS,
            order=29,
            verb="promotion.edit",
            check=check,
            commit=commit,
            needs_words=True,
        ),
    )
