"""Where data of people at customers stands in orders and the papers around them, for making a person unknown (R309)."""

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers.privacy.own_places import ACCOUNTING
from customers.privacy.places import Person, Table, exempt, tables
from orders.changes import states as changing
from orders.order import content
from orders.order.states import Status
from orders.quotation.states import InquiryStatus
from orders.quotation.states import Status as Quoted

AGREED = _("What was agreed stays as it was agreed: approvals and signatures rest on it")
ANSWERED = _("Who agreed to what is the proof of the contract")
SIGNED = _("Who took the goods over is the proof of delivery")
_OVER = (Status.CLOSED, Status.ARCHIVED, Status.VOID)
_RULES = "how the house works; nobody at a customer"
_GOODS = "goods as they are called"
_COMPANY = "a company, not a person"
_PROOF = dict.fromkeys(("answered_by", "evidence", "address", "agent"), ANSWERED)
_ASKED = (Person(mail="recipient"),)
_CONTACT = Person("contact_name", "contact_phone", contact="contact_id")
_ASKER = Person("contact_name", "contact_phone")
_RECIPIENT = Person("ship_recipient", "ship_phone")
# what approvals are bound to is never changed: the fingerprint would fit no more
_CONTENT = dict.fromkeys((*content.HEADER, "custom"), AGREED)
_LINE = dict.fromkeys((*content.LINE, "schedule", "custom"), AGREED)
_QUESTION = _("A question that the customer has not answered yet")
_WAITS = Q(state="ASKED")

_EXEMPT = (
    *("clause", "clauseversion", "matrixrow", "matrixstep", "changedepartment", "changereason", "checkpoint"),
    *("dunninglevel", "contingencyplan", "planstep", "pickingwave", "ordertype", "mailboxstate", "paperform"),
    *("companypicture", "paperprint", "priorityrules", "transittime", "material", "materialprice", "contactguide"),
    *("servicepolicy", "rhythm", "delegation", "package", "goodsnumber", "changeshift"),
)
_TABLES = {
    "order": Table(
        (_CONTACT, _RECIPIENT),
        kept=_CONTENT,
        paths=("ship_to_id",),
        is_open=~Q(status__in=_OVER),
        need=_("An order that is not closed"),
        reference="number",
    ),
    "orderline": Table(kept=_LINE, nothing={"product_name": _GOODS}),
    "orderrevision": Table(kept={"content": AGREED}),
    "outbounddocument": Table(
        (_RECIPIENT,),
        kept={"signer": SIGNED, "ship_address": ACCOUNTING},
        is_open=Q(status__in=("DRAFT", "AUDITED")),
        need=_("Goods that are not signed for yet"),
        reference="number",
    ),
    "trackingevent": Table(kept={"person": SIGNED}),
    "arrivalnotice": Table(_ASKED),
    "intakeitem": Table((Person("sender", "sender_phone", "sender_mail"),)),
    "inquiry": Table(
        (_ASKER,),
        nothing={"company": _COMPANY},
        is_open=Q(status=InquiryStatus.OPEN),
        need=_("An inquiry that is not answered yet"),
        reference="number",
    ),
    "quotation": Table(
        (_ASKER,),
        is_open=Q(status__in=(Quoted.DRAFT, Quoted.SENT, Quoted.PARTLY_WON)),
        need=_("A quotation that is open"),
        reference="number",
    ),
    "quotationline": Table(nothing={"product_name": _GOODS}),
    "customeritem": Table(nothing={"name": _GOODS}),
    "ordertemplate": Table(nothing={"name": "what a template is called"}),
    "changeletter": Table(
        _ASKED,
        kept=_PROOF | {"words": ANSWERED} | dict.fromkeys(("subject", "text", "options", "questions"), AGREED),
        is_open=_WAITS,
        need=_QUESTION,
        can_go_on=False,
    ),
    "changesheet": Table(kept={"data": AGREED}),
    "changesignature": Table(nothing={"name": "who of this house signed"}),
    "changeitem": Table(
        kept=dict.fromkeys(("old", "new"), AGREED),
        is_open=Q(request__state__in=changing.OPEN),
        need=_("A change of an order that is not decided yet"),
        reference="request_id",
        can_go_on=False,
        comes_back=("new",),
    ),
    "approvalrequest": Table(kept={"content": AGREED}, has_subject=True),
    "verification": Table(kept={"content": AGREED}),
    "confirmation": Table(
        _ASKED,
        kept=_PROOF | dict.fromkeys(("shown", "questions", "note", "reason"), ANSWERED),
        is_open=_WAITS,
        need=_QUESTION,
        can_go_on=False,
    ),
    "statement": Table(kept={"content": ACCOUNTING}),
    "statementconfirmation": Table(
        _ASKED,
        kept=_PROOF | {"note": ANSWERED, "words": ANSWERED},
        is_open=_WAITS,
        need=_QUESTION,
        can_go_on=False,
    ),
    "satisfactionrequest": Table(
        (Person("answered_by", mail="recipient", also=("address", "agent", "evidence")),),
        is_open=_WAITS,
        need=_QUESTION,
        can_go_on=False,
    ),
    "dunningletter": Table(
        _ASKED, kept={"text": _("A demand for payment proves that it was made")}, nothing={"level_name": _RULES}
    ),
    "progressletter": Table(_ASKED, is_copy=True),
    "pageaccess": Table(
        (Person("name", mail="recipient"),),
        is_open=Q(revoked_at=None, valid_until__gt=Now()),
        need=_("A page of the customer that is open to the person"),
        can_go_on=False,
    ),
    "pageword": Table((Person("name", also=("address", "agent")),)),
    "followup": Table(
        (Person("contact_name", contact="contact_id"),),
        is_open=Q(state="PLANNED"),
        need=_("A talk that is planned"),
    ),
    "jointdecision": Table(kept={"participants": _("Who decided over a dispute is its proof")}),
    "riskwarning": Table(has_subject=True),
    "invoice": Table(
        kept=dict.fromkeys(("title", "tax_number", "address", "bank", "notes", "reason", "tax_message"), ACCOUNTING)
    ),
    "invoiceline": Table(kept=dict.fromkeys(("name", "specification"), ACCOUNTING)),
    "receipt": Table(kept=dict.fromkeys(("payer", "notes"), ACCOUNTING)),
    "bankline": Table(kept=dict.fromkeys(("payer", "payer_account", "text", "reference", "proposal"), ACCOUNTING)),
    "acceptancedraft": Table(kept=dict.fromkeys(("drawer", "acceptor", "given_to", "reason"), ACCOUNTING)),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    for name, declared in _TABLES.items():
        tables.register(f"orders_{name}", declared)
    for name in _EXEMPT:
        exempt.register(f"orders_{name}", _RULES)
