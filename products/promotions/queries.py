"""Every read of promotions that a door or another app makes."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, keyset, prepared
from common.text import fold_code
from products import policies
from products.catalogue import queries as catalogue
from products.catalogue.models import Product
from products.promotions.matching import Candidate, Offer, offer_for
from products.promotions.models import Promotion, Scope
from segments.classification import queries as rules

SORTS: dict[str, keyset.Sort] = {"code": keyset.Sort("code", descending=False), "id": keyset.Sort("pk")}


def all_of(actor: User) -> QuerySet[Promotion]:
    """The promotions that ``actor`` may see."""
    return policies.visible(Promotion.objects.all(), actor, "promotion.view")


def promotions(actor: User) -> QuerySet[Promotion]:
    """The same with what a page shows of them; ``listed_count``: how many products one lists."""
    rows = all_of(actor).select_related("gift_product").annotate(listed_count=Count("listed"))
    return rows.order_by("code")


def get_promotion(*, actor: User, promotion_id: int) -> Promotion:
    """A promotion. Raises NotFound."""
    return _one(promotions(actor).filter(pk=promotion_id))


def get_by_code(*, actor: User, code: str) -> Promotion:
    """The same by its code."""
    return _one(promotions(actor).filter(code=code.upper()))


def find_promotion(promotion_id: int) -> Promotion:
    """A promotion for who was let in already. Raises NotFound."""
    return _one(Promotion.objects.filter(pk=promotion_id))


def _one(rows: QuerySet[Promotion]) -> Promotion:
    found = rows.first()
    if found is None:
        raise errors.NotFound()
    return found


def codes_of(promotion: Promotion) -> list[str]:
    """The codes of the products that a promotion lists."""
    return sorted(one.product.code for one in promotion.listed.select_related("product"))


def ids_of(actor: User, codes: Iterable[str]) -> tuple[list[int], list[str]]:
    """Keys of the products with these codes, and the codes that are none's."""
    wanted = {fold_code(code): code for code in codes}
    found = dict(catalogue.list_products(actor).filter(code__in=wanted).values_list("code", "pk"))
    return list(found.values()), [typed for code, typed in wanted.items() if code not in found]


def tags() -> dict[str, str | Promise]:
    """Tags of products by code, as the rules name them now."""
    return rules.choices("product")


def reach_in_words(promotion: Promotion) -> str:
    """Which products a promotion is for."""
    if promotion.scope == Scope.MARK:
        return _("names with %(mark)s") % {"mark": promotion.mark}
    if promotion.scope == Scope.TAG:
        return str(tags().get(promotion.tag, promotion.tag))
    count = getattr(promotion, "listed_count", None)
    return _("%(count)s products") % {"count": promotion.listed.count() if count is None else count}


def offers(products: Iterable[Product], day: date) -> dict[int, Offer]:
    """Key of a product → the promotion that it is under on a day, for those that are under one. One statement."""
    wanted = {product.pk: product.name for product in products}
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        prepared.execute(cursor, _CANDIDATES, {"products": list(wanted), "day": day})
        candidates = [_candidate(*row) for row in cursor.fetchall()]
    found = {pk: offer_for(pk, name, candidates) for pk, name in wanted.items()} if candidates else {}
    return {pk: offer for pk, offer in found.items() if offer is not None}


def _candidate(
    code: str, buy: int, give: int, gift_id: int | None, scope: str, mark: str, is_in_force: bool, reached: list[int]
) -> Candidate:
    return Candidate(
        Offer(code, buy, give, gift_id),
        mark if scope == Scope.MARK else "",
        is_in_force,
        scope == Scope.PRODUCTS,
        frozenset(reached or ()),
    )


_CANDIDATES = """
SELECT p.code, p.buy, p.give, p.gift_product_id, p.scope, p.mark, f.is_in_force,
    CASE p.scope
        WHEN 'PRODUCTS' THEN ARRAY(SELECT l.product_id FROM products_promotionproduct l
            WHERE l.promotion_id = p.id AND l.product_id = ANY(%(products)s::bigint[]))
        WHEN 'TAG' THEN ARRAY(SELECT g.id FROM products_product g JOIN products_producttext t ON t.id = g.text_id
            WHERE g.id = ANY(%(products)s::bigint[]) AND p.tag = ANY(t.tags))
    END
FROM products_promotion p CROSS JOIN LATERAL (SELECT p.is_active AND coalesce(p.valid_from <= %(day)s, true)
    AND coalesce(p.valid_until >= %(day)s, true) AS is_in_force) f
WHERE f.is_in_force OR p.scope = 'MARK'
ORDER BY p.valid_from DESC NULLS LAST, p.code
"""
