"""The company as its papers name it: settings, checked where they are entered."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import settings
from orders.printing.papers import Fact, Words

_TAX_NUMBER = re.compile(r"[0-9A-Z]{15,20}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9A-Z][0-9A-Z -]{5,38}[0-9A-Z]", re.ASCII)
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{4,38}", re.ASCII)
_SWIFT = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", re.ASCII)


def _matching(pattern: re.Pattern[str], words: Promise) -> Callable[[str], str | None]:
    def fault(value: str) -> str | None:
        return None if not value or pattern.fullmatch(value) else str(words)

    return fault


_tax = _matching(_TAX_NUMBER, _("A tax number has 15 to 20 digits and capital letters."))
_account = _matching(_ACCOUNT, _("An account has digits and capital letters, with blanks or hyphens between."))
_phone = _matching(_PHONE, _("A phone number has digits, with blanks or hyphens between."))
_swift = _matching(_SWIFT, _("A SWIFT code has 8 or 11 capital letters and digits."))

_DEFINITIONS = {
    "papers.legal_name": ("", _("Company on papers, in Chinese; empty: the company's name"), None),
    "papers.legal_name_en": ("", _("Company on papers, in English; empty: the company's name"), None),
    "papers.address": ("", _("Address on papers, in Chinese"), None),
    "papers.address_en": ("", _("Address on papers, in English"), None),
    "papers.phone": ("", _("Phone on papers"), _phone),
    "papers.tax_number": ("", _("The company's tax number"), _tax),
    "papers.bank": ("", _("Bank, in Chinese"), None),
    "papers.bank_en": ("", _("Bank, in English"), None),
    "papers.bank_account": ("", _("Bank account"), _account),
    "papers.swift": ("", _("SWIFT code of the bank"), _swift),
}


def register() -> None:
    """Declare the settings; called once from this room's wiring."""
    for key, (default, help_text, fault) in _DEFINITIONS.items():
        settings.definitions.register(key, settings.Definition(default, help_text, group="papers", fault=fault))


@dataclass(frozen=True)
class Profile:
    """What stands on papers about us."""

    name: Words
    address: Words
    phone: str
    tax_number: str
    bank: Words
    bank_account: str
    swift: str

    @property
    def bank_facts(self) -> list[Fact]:
        """Where to pay."""
        return [
            (_("Account holder"), self.name),
            (_("Bank"), self.bank),
            (_("Bank account"), self.bank_account),
            (_("SWIFT code"), self.swift),
        ]

    @property
    def facts(self) -> list[Fact]:
        """Who we are, as a party of a contract."""
        return [
            (_("Name"), self.name),
            (_("Address"), self.address),
            (_("Phone"), self.phone),
            (_("Tax number"), self.tax_number),
        ]


def current() -> Profile:
    """The company's data now."""
    return Profile(
        name=Words(
            settings.get("papers.legal_name") or settings.get("company.name"),
            settings.get("papers.legal_name_en") or settings.get("company.name_en"),
        ),
        address=_both("papers.address"),
        phone=settings.get("papers.phone"),
        tax_number=settings.get("papers.tax_number"),
        bank=_both("papers.bank"),
        bank_account=settings.get("papers.bank_account"),
        swift=settings.get("papers.swift"),
    )


def _both(key: str) -> Words:
    return Words(settings.get(key), settings.get(f"{key}_en"))
