"""Whose order a piece of intake is: by code, by the mail address or phone of a contact, by name. A guess, shown with
what it rests on; a person may choose another. Rules compute over all customers (DESIGN 2)."""

import re
from dataclasses import dataclass

from django.db.models import F, Func, Q, TextField, Value

from common import text
from customers.models import Contact, Customer
from orders.intake.pool.models import IntakeItem

Guess = IntakeItem.Guess
SHORTEST_PHONE = 7  # digits that a number must share from its end
# mail domains that say nothing about the company behind an address
_PUBLIC = frozenset(
    (
        *("qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "139.com"),
        *("189.cn", "aliyun.com", "tom.com", "21cn.com", "gmail.com", "outlook.com", "hotmail.com", "live.com"),
        *("yahoo.com", "yahoo.com.cn", "icloud.com", "msn.com", "gmx.de", "web.de", "proton.me"),
    )
)
_NOT_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True)
class Found:
    """A customer, and what says that it is he."""

    customer: Customer
    by: str


def guess(*, code: str = "", mail: str = "", phone: str = "", name: str = "") -> Found | None:
    """The one customer in use that this points to, the surest sign first; None where there is none, or several."""
    signs = (
        (Guess.CODE, code and _by(Q(code=text.fold_code(code)))),
        (Guess.MAIL, mail and _by(_of_contacts(Q(email__iexact=mail.strip())))),
        (Guess.PHONE, phone and _by_phone(phone)),
        (Guess.NAME, name and _by_name(name)),
        (Guess.DOMAIN, mail and _by_domain(mail)),
    )
    return next((Found(customer, str(sign)) for sign, customer in signs if customer), None)


def _by(condition: Q) -> Customer | None:
    """The customer who alone fits; one that was merged leads to the other."""
    rows = Customer.objects.filter(condition).values_list("merged_into_id", "pk").distinct()[:20]
    keys = {merged or pk for merged, pk in rows}
    if len(keys) != 1:
        return None
    return Customer.objects.filter(pk=keys.pop(), is_active=True).select_related("owner").first()


def _of_contacts(condition: Q) -> Q:
    found = Contact.objects.filter(condition, is_active=True).values("customer_id")[:50]
    return Q(pk__in=list(found.values_list("customer_id", flat=True)))


def _by_phone(phone: str) -> Customer | None:
    digits = _NOT_DIGITS.sub("", phone)
    if len(digits) < SHORTEST_PHONE:
        return None
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    plain = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=TextField())
    rows = Contact.objects.filter(is_active=True).annotate(digits=plain).filter(digits__endswith=digits)
    return _by(Q(pk__in=list(rows.values_list("customer_id", flat=True)[:50])))


def _by_name(name: str) -> Customer | None:
    name = " ".join(name.split())
    if len(name) < 2:
        return None
    return _by(Q(name__iexact=name) | Q(short_name__iexact=name) | Q(english_name__iexact=name))


def _by_domain(mail: str) -> Customer | None:
    domain = mail.rpartition("@")[2].strip().lower()
    if not domain or domain in _PUBLIC:
        return None
    return _by(_of_contacts(Q(email__iendswith=f"@{domain}")))
