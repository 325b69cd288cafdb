"""What this floor and those below declare of where data of people at customers stands."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import OutboxMessage
from customers.privacy.places import Person, Table, exempt, tables

ACCOUNTING = _("Accounting papers are kept for ten years by law")
_NETWORK = "network data without a name; gone with the rule for visits of links"
_OWN = "people of this house and what they work with"
_SETTING = "how the house works; nobody at a customer"
_GOODS = "goods, suppliers and prices; nobody at a customer"
_COPY = Table(is_copy=True)

_EXEMPT = {
    **dict.fromkeys(("accounts_trailrow", "common_event"), "taken out with the rows they are about"),
    **dict.fromkeys(("accounts_trailseal", "accounts_redaction", "accounts_redactedrow"), "hashes and numbers alone"),
    **dict.fromkeys(
        (
            f"accounts_{name}"
            for name in (
                *("department", "user", "preference", "role", "rolegrant", "seededright", "fieldrule", "usersession"),
                *("identity", "apitoken", "periodstep", "clause", "clausewording", "clausecheck", "clausebreach"),
            )
        ),
        _OWN,
    ),
    **dict.fromkeys(
        (
            f"common_{name}"
            for name in (
                *("currency", "setting", "stamp", "heartbeat", "daycounter", "importprofile", "importedkey"),
                "duplicatepair",
            )
        ),
        _SETTING,
    ),
    **dict.fromkeys(
        (f"segments_{name}" for name in ("ruleversion", "tag", "rule", "customfield", "segment", "segmentversion")),
        _SETTING,
    ),
    **dict.fromkeys(("customers_paymentterm", "customers_carrier"), "partners and terms; nobody at a customer"),
    **dict.fromkeys(
        (
            f"products_{name}"
            for name in (
                *("productcategory", "supplier", "product", "producttext", "producttextperiod", "purchaseprice"),
                *("pricelist", "promotion", "warehouse", "stockrow", "stockmovement", "plannedreceipt", "plannedmove"),
                *("stockpaper", "stockpaperline"),
            )
        ),
        _GOODS,
    ),
}
_WAITS = Q(state__in=[OutboxMessage.State.PENDING, OutboxMessage.State.SENDING])
_TABLES = {
    "customers_contact": Table((Person("name", "phone", "email", contact="id", also=("title",)),)),
    "customers_address": Table((Person("recipient", "phone"),)),
    "customers_customer": Table(
        nothing=dict.fromkeys(("name", "short_name", "english_name", "bank_name"), "a company or a bank"),
        extra=("invoice_address",),
        asked=("invoice_title", "invoice_address", "bank_account"),
    ),
    "customers_guarantee": Table(kept={"guarantor": _("A guarantee binds whom it names")}),
    "common_outboxmessage": Table(
        (Person(mail="recipient"),),
        is_copy=True,
        is_open=_WAITS,
        need=_("A message that has not gone out yet"),
        can_go_on=False,
    ),
    "common_signedlink": Table((Person(mail="recipient"),), is_copy=True, ends="revoked_at"),
    "common_linkvisit": Table(nothing=dict.fromkeys(("address", "agent"), _NETWORK)),
    "common_mailaddress": Table((Person(mail="address", is_told_apart=True),), is_copy=True),
    "common_importrun": Table(nothing={"profile_name": "how a file is read"}, is_copy=True),
    "common_importfile": Table(nothing={"name": "name of a table file"}, is_copy=True),
    **dict.fromkeys(
        (f"common_{name}" for name in ("idempotencyrecord", "job", "export", "importrow", "importissue")), _COPY
    ),
    "accounts_comment": Table(has_subject=True),
    "accounts_attachment": Table(nothing={"kind": "a word of a list"}, has_subject=True, extra=("name",)),
    "accounts_notification": Table(has_subject=True, is_copy=True),
    "customers_foundtext": Table(nothing={"reason": "refused where it names the person"}),
    "customers_anonymisationrequest": Table(nothing={"marks": "kept until it is done", "word": "our own word"}),
}


def register() -> None:
    """Called once from this room's wiring."""
    for name, declared in _TABLES.items():
        tables.register(name, declared)
    for name, reason in _EXEMPT.items():
        exempt.register(name, reason)
