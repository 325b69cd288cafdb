"""What a standard report says about itself (registry ``reports.standard``): which question it answers, how it may be
set, how it is made. Pure; pages, files, kept reports, mails and the API all take it from here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

from accounts.people.models import User
from common.registry import Registry
from reports.figures.periods import Period
from reports.figures.question import Against
from reports.layout.paper import Paper

Text = str | Promise


class Control(StrEnum):
    """How a report may be set."""

    PERIOD = "PERIOD"  # a named period or two days: ``since`` and ``until``
    DAY = "DAY"  # one day: ``until``
    AGAINST = "AGAINST"
    DEPARTMENT = "DEPARTMENT"  # with all below it
    SALESPERSON = "SALESPERSON"
    CUSTOMER = "CUSTOMER"
    PRODUCT = "PRODUCT"
    CATEGORY = "CATEGORY"  # with all below it
    REGION = "REGION"
    TOP = "TOP"


@dataclass(frozen=True)
class Wanted:
    """A report as somebody set it. Ids are 0 and texts "" where nothing was picked. ``here``: the address of its page,
    "" for files and mails, whose figures lead nowhere."""

    actor: User
    today: date
    since: date
    until: date
    period: str = ""
    against: Against = Against.NOTHING
    by: str = ""  # one of the report's ``choices``
    department: int = 0
    salesperson: int = 0
    customer: int = 0
    product: int = 0
    category: int = 0
    region: str = ""
    customer_class: str = ""  # of boards; no report is set to it
    top: int = 0
    here: str = ""


@dataclass(frozen=True)
class Standard:
    """``about``: the question that it answers, in a sentence. ``make`` raises NotAllowed for who may not see it at all
    and NotFound for what was picked and is not his; columns of hidden fields are marked hidden (``Column.is_hidden``)
    or left out. ``choices``: code → words of what ``by`` may be, the first unless another is asked for. ``verb``: the
    right that it needs beside ``report.view``; ``fields``: who may not see one of these does not get the report.
    ``against``: what it is compared with unless told otherwise; one that always compares does not offer nothing.
    ``set_on``: the page of the console (its key) that sets what the report judges by.
    ``is_live``: read from the documents themselves, not from the facts kept: its "as of" is the moment it is made."""

    code: str
    title: Text
    group: Text
    about: Text
    make: Callable[[Wanted], Paper]
    controls: frozenset[Control] = frozenset({Control.PERIOD})
    period: Period = Period.LAST_12_MONTHS
    against: Against = Against.NOTHING
    choices: tuple[tuple[str, Text], ...] = ()
    by_label: Text = ""
    top: int = 50
    verb: str = ""
    fields: tuple[str, ...] = ()
    order: int = 100
    is_live: bool = False
    set_on: str = ""


standard: Registry[Standard] = Registry("reports.standard")
