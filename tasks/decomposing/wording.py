"""What a template says about an order or a line of it, and the customer's wishes in production's words (R152). Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from orders.order.models import Order, OrderLine

NAMES = (
    *("product", "code", "specification", "quantity", "unit", "requirements"),
    *("customer", "order", "place", "day", "logo", "colour", "packaging"),
)
_NAME = re.compile(r"\{(\w+)\}")
_BLANKS = re.compile(r"[ \t]{2,}")
_SENTENCE = re.compile("[^。；;\n]+[。；;]?")
# a sentence with one of these is about money, which is not everybody's to read who does a task
_OF_MONEY = re.compile(
    "付款|货款|预付|尾款|保证金|质保金|违约金|价格|单价|总价|金额|发票|人民币|[¥￥$€]|[0-9万]\\s*元"
    r"|\b(?:payments?|prices?|invoices?|deposits?|penalty|amounts?|RMB|CNY|USD|EUR)\b",
    re.IGNORECASE,
)
# a sentence of the contract is about the goods where it has one of these
_OF_GOODS = (
    *("质量", "包装", "验收", "检验", "标识", "标志", "商标", "颜色", "规格", "精度", "技术要求", "图纸"),
    *("证书", "合格证", "唛头", "说明书", "材质", "防护", "quality", "packing", "packaging", "inspection", "label"),
    *("drawing", "certificate", "colour", "color", "logo", "manual", "marking", "specification", "accuracy"),
)


@dataclass(frozen=True)
class Words:
    """The customers' words with what production calls them, and how the company's language is asked for."""

    known: Mapping[str, str] = field(default_factory=dict)

    def put(self, text: str) -> str:
        """``text`` in production's words; the customer's stand behind them. The longest word counts, each place
        once."""
        if not self.known or not text:
            return text
        folded = {word.casefold(): ours for word, ours in self.known.items()}
        pattern = "|".join(re.escape(word) for word in sorted(self.known, key=len, reverse=True))

        def ours(found: re.Match[str]) -> str:
            return f"{folded[found[0].casefold()]}（{found[0]}）"

        return re.sub(pattern, ours, text, flags=re.IGNORECASE)


def fill(template: str, values: Mapping[str, str], longest: int | None = None) -> str:
    """A text of a template with what it names; an unknown name stays as it is, so that somebody sees it."""
    text = _NAME.sub(lambda found: values.get(found[1], found[0]), template)
    text = "\n".join(_BLANKS.sub(" ", line).strip(" ,，:：") for line in text.split("\n")).strip()
    return text if longest is None or len(text) <= longest else text[: longest - 1] + "…"


def wishes_of_line(line: OrderLine, words: Words) -> list[str]:
    """What the customer wants of a line beyond its product, each with what it is about."""
    said = (
        (_("Logo"), line.logo),
        (_("Colour"), line.colour),
        (_("Packaging"), line.packaging),
        (_("Auxiliary attribute"), line.auxiliary_attribute),
        (_("Customisation"), line.customisation),
        (_("Special requirements"), line.special_requirements),
    )
    return [f"{label}: {words.put(text.strip())}" for label, text in said if text.strip()]


def wishes_of_order(order: Order, words: Words) -> list[str]:
    """What holds for all of its goods: special requirements, and the sentences of the contract about goods."""
    found = []
    if order.special_requirements.strip():
        found.append(f"{_('Special requirements of the order')}: {words.put(order.special_requirements.strip())}")
    if terms := sentences_about_goods(order.contract_terms, words.known):
        found.append(f"{_('By contract')}: {words.put(' '.join(terms))}")
    return found


def sentences_about_goods(terms: str, also: Iterable[str] = ()) -> list[str]:
    """The sentences of contract terms that say something about the goods and nothing about money."""
    marks = [*_OF_GOODS, *(word.casefold() for word in also)]
    found = (one.strip() for one in _SENTENCE.findall(terms))
    return [one for one in found if any(mark in one.casefold() for mark in marks) and not _OF_MONEY.search(one)]


def product_of(lines: Sequence[OrderLine]) -> str:
    """The goods of several lines in few words."""
    names = list(dict.fromkeys(line.product_name for line in lines))
    if len(names) <= 2:
        return "、".join(names)
    return _("%(first)s and %(n)s more") % {"first": names[0], "n": len(names) - 1}
