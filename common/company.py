"""How the company presents itself: name, mark, sign-in picture and whom to ask, as settings."""

import re
from dataclasses import dataclass

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common import settings

_OWN_ADDRESS = re.compile(r"/[\w.~%+-]+(/[\w.~%+-]+)*")


def _empty(value: str) -> str | None:
    return None if value.strip() else gettext("The company needs a name.")


def _foreign(value: str) -> str | None:
    """Pictures come from this server only: browsers are told to load nothing from anywhere else."""
    if not value or _OWN_ADDRESS.fullmatch(value):
        return None
    return gettext("Enter an address on this server that begins with one “/”, like /static/our-mark.svg.")


_DEFINITIONS = {
    "company.name": settings.Definition("衡信仪表", _("Name of the company, in Chinese"), fault=_empty),
    "company.name_en": settings.Definition("Hengxin Instruments", _("Name of the company, in English")),
    "company.motto": settings.Definition("每一单，称得准，交得准。", _("Line on the sign-in page, in Chinese")),
    "company.motto_en": settings.Definition(
        "Every order weighed right, delivered right.", _("Line on the sign-in page, in English")
    ),
    "company.logo": settings.Definition(
        "", _("Address of the mark, 22 × 22 pixels; empty: the built-in balance"), fault=_foreign
    ),
    "company.sign_in_picture": settings.Definition(
        "", _("Address of the sign-in picture; empty: the built-in gauge"), fault=_foreign
    ),
    "company.support": settings.Definition("", _("Whom to ask for access and help, shown on sign-in and error pages")),
}


@dataclass(frozen=True)
class Company:
    """The company's face in the language of the request."""

    name: str
    motto: str
    logo: str
    picture: str
    support: str


def register() -> None:
    """Declare the settings; called once from ``CommonConfig.ready``."""
    for key, definition in _DEFINITIONS.items():
        settings.definitions.register(key, definition)


def current() -> Company:
    """The company as people of the active language know it; Chinese where English is empty."""
    english = (get_language() or "").startswith("en")

    def spoken(key: str) -> str:
        return str((english and settings.get(f"{key}_en")) or settings.get(key))

    return Company(
        name=spoken("company.name"),
        motto=spoken("company.motto"),
        logo=str(settings.get("company.logo")),
        picture=str(settings.get("company.sign_in_picture")),
        support=str(settings.get("company.support")),
    )
