"""Bank statements as a target of imports: what came in, each row once, whatever file it comes in."""

from django.utils.translation import gettext_lazy as _

from common import currencies
from common.imports import known
from common.imports.batch import SKIPPED, Batch
from common.imports.targets import Field, Target, importers
from orders.settlement.banking import operations, queries

ENTITY = "bank_lines"
_SOURCE = 40  # characters that a row keeps of where it comes from
FIELDS = (
    Field(
        "booked_date", _("Booked on"), kind="date", required=True,
        hints=("交易日期", "记账日期", "入账日期", "booked", "booking_date"),
    ),
    Field("amount", _("Money in"), kind="decimal", hints=("贷方发生额", "收入金额", "贷方金额", "credit")),
    Field("payer", _("Payer"), max_length=120, hints=("对方户名", "付款人名称", "对方名称", "payer")),
    Field("payer_account", _("Payer's account"), max_length=60, hints=("对方账号", "付款人账号", "payer_account")),
    Field("reference", _("Number of the bank"), max_length=120, hints=("交易流水号", "流水号", "凭证号", "reference")),
    Field("text", _("Text of the transfer"), max_length=300, hints=("摘要", "用途", "附言", "text", "purpose")),
    Field("currency", _("Currency"), max_length=3, hints=("币种", "currency")),
)  # fmt: skip


def check(batch: Batch) -> None:
    """Refuse what cannot be recorded; leave out, with a note, what is no money in and what came before."""
    batch.report_where(ENTITY, "no_money_in", "coalesce(r.amount, 0) <= 0", field="amount", drop=SKIPPED)
    batch.report_where(ENTITY, "money_to_come", "r.booked_date > %(day)s", field="booked_date")
    batch.report_where(
        ENTITY,
        "unknown_currency",
        "r.currency IS NOT NULL AND NOT EXISTS (SELECT 1 FROM common_currency c WHERE c.code = upper(r.currency))",
        field="currency",
        words="'value', r.currency",
    )
    known.settle_currency(batch, ENTITY)
    says = ("booked_date", "trim_scale(amount)", "currency", "payer", "payer_account", "text")
    known.give_keys(batch, ENTITY, *says)
    known.report_brought(
        batch, ENTITY, "coalesce((SELECT l.booked_date::text FROM orders_bankline l WHERE l.id = b.object_id), '')"
    )
    known.report_same_code(batch, ENTITY, "reference")


def commit(batch: Batch) -> None:
    """Keep the rows with what they seem to be. Raises ChangedSince when another import brought one meanwhile."""
    known.require_new(batch, ENTITY)
    known.settle_currency(batch, ENTITY)
    rows = batch.rows(
        "SELECT key, booked_date, amount, coalesce(currency, %(base)s), coalesce(reference, ''), coalesce(payer, ''),"
        " coalesce(payer_account, ''), coalesce(text, ''), row_number() OVER (PARTITION BY booked_date, amount,"
        " currency, payer, payer_account, text ORDER BY file, line)"
        f" FROM import_{ENTITY} ORDER BY file, line",
        base=currencies.base(),
    )
    lines = {row[0]: operations.NewLine(*row[1:]) for row in rows}
    source = batch.profile.source[:_SOURCE]
    made = operations.load_lines(actor=batch.actor, source=source, lines=[*lines.values()], at=batch.at)
    ids = {one.digest: one.pk for one in made}
    found = [(key, ids[line.digest]) for key, line in lines.items() if line.digest in ids]
    known.remember(batch, ENTITY, found)


def register() -> None:
    """Called once from this room's ``register``."""
    importers.register(
        ENTITY,
        Target(
            label=_("Bank statement"),
            fields=FIELDS,
            order=75,
            verb=queries.VERB,
            key_field="reference",
            check=check,
            commit=commit,
        ),
    )
