"""What a printed paper says, and the registry of the papers there are (R036, R090).

A room that prints something registers a ``Paper``: who gathers its ``Content`` for a reader, and how its form is
shipped. Words are lazy texts or plain ones: the layout says them in the languages asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from accounts.people.models import User
from common.registry import Registry
from customers.models import Customer

Text = str | Promise
Fact = tuple[Text, Any]  # what it is called; its value: a text, a day or a number, "" and None print nothing

CHINESE, ENGLISH, BOTH = Customer.PaperLanguage
# how a paper is asked for -> the languages that stand on it
LANGUAGES: dict[str, tuple[str, ...]] = {CHINESE: (CHINESE,), ENGLISH: (ENGLISH,), BOTH: (CHINESE, ENGLISH)}


@dataclass(frozen=True)
class Column:
    """A column that a form may show: how its values are written (``layout.WRITERS``) and how wide it is
    (``paper.typ``: number, code, name, text, short, amount)."""

    label: Text
    kind: str = "text"
    size: str = "text"

    @property
    def is_right(self) -> bool:
        """Whether its values stand at the right edge."""
        return self.kind in ("number", "quantity", "price", "money", "percent")


@dataclass(frozen=True)
class Party:
    """Buyer, seller, recipient: a heading with facts."""

    title: Text
    facts: Sequence[Fact]


@dataclass(frozen=True)
class Code:
    """An address that a telephone reads from the paper: what it is for, and the last day on which it opens."""

    address: str
    label: Text
    until: date


@dataclass(frozen=True)
class Content:
    """What a paper is about, as its reader may see it. Amounts are those of the document, to the cent.

    ``rows`` are column → value; a true ``gift`` of a row marks it. ``sums`` stand above ``total`` (``total_label``;
    "" for what papers of sales say), ``of_total`` below it. ``watermark`` lies over papers that bind nobody; the seal
    stands on papers that bind (``is_binding``). ``own_terms`` follow the form's clauses; ``fields`` are what a form's
    texts may name as {number}, {customer} …. ``code`` stands on what a person prints, never on files that are kept or
    sent: whoever opens one later would act with it.
    """

    number: str
    revision: int
    currency: str
    parties: Sequence[Party]
    facts: Sequence[Fact]
    rows: Sequence[Mapping[str, Any]]
    sums: Sequence[tuple[Text, Decimal]] = ()
    total: Decimal | None = None
    total_label: Text = ""
    of_total: Sequence[tuple[Text, Decimal]] = ()
    own_terms: str = ""
    watermark: Text = ""
    is_binding: bool = False
    language: str = CHINESE
    fields: Mapping[str, Any] = field(default_factory=dict)
    code: Code | None = None


@dataclass(frozen=True)
class Words:
    """A text of a form in both languages, as the company wrote it."""

    zh: str = ""
    en: str = ""

    def among(self, languages: Sequence[str]) -> list[str]:
        """The texts in these languages that are there; where one is missing, the other one."""
        found = [self.zh if code == CHINESE else self.en for code in languages]
        return [text for text in dict.fromkeys(found) if text] or [text for text in (self.zh, self.en) if text][:1]


@dataclass(frozen=True)
class Form:
    """How a paper looks: what administrators edit (``models.PaperForm``), and what is shipped."""

    title: Words
    columns: Sequence[str]
    intro: Words = Words()
    clauses: Words = Words()
    footer: Words = Words()
    shows_logo: bool = True
    shows_seal: bool = False
    shows_bank: bool = False
    shows_words: bool = False
    shows_signatures: bool = False
    is_landscape: bool = False


@dataclass(frozen=True)
class Paper:
    """A kind of paper.

    ``gather`` gives its content as ``actor`` may see it, and raises NotFound (also for "not yours") and NotAllowed;
    ``subject`` is the kind of row it is about, a key of ``accounts.collaboration.subjects``: there prints are told of
    and files kept. ``columns`` are those that a form may show, in their order.
    """

    label: Text
    subject: str
    gather: Callable[[User, int], Content]
    form: Form
    columns: Mapping[str, Column]

    @property
    def tells_amounts(self) -> bool:
        """Whether prices and amounts stand on it."""
        return any(column.kind in ("price", "money") for column in self.columns.values())


# kind, as addresses name it -> paper
papers: Registry[Paper] = Registry("orders.printing.papers")


@dataclass(frozen=True)
class Finder:
    """How the API addresses rows of a subject that has papers: ``find`` gives the key of the row that a reference
    names, and raises NotFound (also for "not yours"); ``words`` say what a reference is."""

    find: Callable[[User, str], int]
    words: Text


# subject -> how its rows are addressed; orders have papers among their own addresses
finders: Registry[Finder] = Registry("orders.printing.finders")
