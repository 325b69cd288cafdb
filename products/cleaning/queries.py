"""What a merge of two products would do, and which products seem to be kept twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import clock, dates, errors
from common.errors import Text
from common.likeness import merging
from common.likeness.models import DuplicatePair
from products import policies
from products.catalogue import queries as catalogue
from products.catalogue.models import Product, Substitute
from products.cleaning.registry import mergers
from products.stock.models import StockRow
from segments import queries as segments
from segments.custom_fields import merging as custom_fields
from segments.custom_fields import values

KIND = Product._meta.label_lower
_COMPARED = ("code", "name", "specification", "auxiliary_attribute", "unit", "text__tags", "text__base_code")
MERGE = "product.merge"
# what may be taken from the one that goes; the rest is bound to the code that stays
CHOICES = (
    *("name", "english_name", "category", "specification", "auxiliary_attribute", "pack_multiple", "minimum_quantity"),
    *(
        "list_price",
        "floor_price",
        "unit_cost",
        "tax_rate",
        "lead_time_days",
        "supply_mode",
        "numbering",
        "warning_level",
        "supplier",
        "notes",
    ),
)
_TEXT = ("name", "specification", "auxiliary_attribute")  # what the product is called is never changed by itself


def choosable(actor: User) -> list[str]:
    """The fields whose values the actor sees: only those can be chosen."""
    return [*_columns(actor), *custom_fields.names(actor, values.PRODUCT)]


def _columns(actor: User) -> list[str]:
    hidden = policies.hidden_columns(actor)
    return [name for name in CHOICES if name not in hidden]


def preview(actor: User, source: Product, target: Product) -> merging.Preview:
    """What merging would do and what stands in the way. For showing; the operation looks again, under lock."""
    moves = [one for merger in mergers.values() for one in merger.counts(source.pk)]
    own = merging.choices(source, target, _columns(actor), never=_TEXT)
    return merging.Preview(
        choices=[*own, *custom_fields.choices(actor, values.PRODUCT, source, target)],
        moves=[*moves, *_own_counts(source)],
        notes=_notes(actor, source, target),
        obstacles=obstacles(source, target),
    )


def _own_counts(source: Product) -> list[tuple[Text, int]]:
    substitutes = Substitute.objects.filter(Q(product=source) | Q(substitute=source))
    return [
        (_("Warehouses with stock"), StockRow.objects.filter(product=source, on_hand__gt=0).count()),
        (_("Substitutes"), substitutes.count()),
        (_("Products that it succeeds"), Product.objects.filter(successor=source).count()),
        (_("Wordings that lines show; they stay as they are"), source.texts.count()),
    ]


def _notes(actor: User, source: Product, target: Product) -> list[Text]:
    found: list[Text] = []
    if source.tax_rate != target.tax_rate:
        found.append(_("Their tax rates differ; lines keep the rate that they have."))
    if source.pack_multiple != target.pack_multiple:
        found.append(_("Their pack multiples differ; open lines keep their quantities."))
    today = dates.business_day(clock.now())
    if named := segments.telling_apart(actor, "product_code", source.code, target.code, today):
        words = {"count": str(named), "code": source.code, "other": target.code}
        text = _(
            "Your saved conditions that tell %(code)s from %(other)s by code: %(count)s. Lines keep the code that they"
            " show; new ones have %(other)s."
        )
        found.append(text % words)
    return found


def obstacles(source: Product, target: Product) -> list[Text]:
    """Why the two cannot become one, in words."""
    found: list[Text] = []
    if source.pk == target.pk:
        return [_("Choose two different products.")]
    for one in (source, target):
        if one.merged_into_id:
            found.append(_("%(code)s was merged already.") % {"code": one.code})
    if source.unit != target.unit:
        words = {"one": source.unit, "other": target.unit}
        found.append(_("They are counted in different units: %(one)s and %(other)s.") % words)
    if source.is_service != target.is_service:
        found.append(_("One is a service, the other is goods."))
    if not target.is_active and source.is_active:
        found.append(_("%(code)s is out of use; merge into the one that is sold.") % {"code": target.code})
    return found


# --- pairs ------------------------------------------------------------------------------------------


def compared() -> QuerySet[Product]:
    """The products that still stand, with what a search for doubles reads."""
    return Product.objects.filter(merged_into=None).select_related("text").only(*_COMPARED)


@dataclass(frozen=True)
class Pair:
    """Two products that are alike; ``score`` up to 100."""

    id: int
    score: int
    reasons: Sequence[str]
    state: str
    one: Product
    other: Product


def list_pairs(actor: User) -> QuerySet[DuplicatePair]:
    """Pairs of products that both still stand; none for who may not see products."""
    rows = DuplicatePair.objects.filter(kind=KIND)
    for side in ("low", "high"):
        rows = rows.filter(Exists(Product.objects.filter(pk=OuterRef(side), merged_into=None)))
    return rows if rights.can(actor, "product.view") else rows.none()


def shown(rows: Iterable[DuplicatePair]) -> list[Pair]:
    """A page of pairs with their products; one statement."""
    rows = list(rows)
    products = Product.objects.defer("search_text", "search_grams").in_bulk(
        [pk for row in rows for pk in (row.low, row.high)]
    )
    return [Pair(row.pk, row.score, row.reasons, row.state, products[row.low], products[row.high]) for row in rows]


def get_two(actor: User, source_id: int, target_code: str) -> tuple[Product, Product]:
    """The two of a merge: by key and by code. Raises NotFound, NotAllowed, Invalid (into)."""
    rights.require(actor, MERGE)
    source = catalogue.get_product(actor=actor, product_id=source_id)
    target = catalogue.find_by_code(actor, target_code)
    if target is None:
        text = _("No product has the code “%(code)s”.") % {"code": target_code}
        raise errors.Invalid(fields={"into": [text]})
    return source, target
