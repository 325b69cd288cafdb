"""One line of running text as a line of an order: "02.01.003 称重传感器 5t 10只", "YZC-320C 3 个, 12月10日前". Pure."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from orders.entry.pasting import amounts, days


@dataclass(frozen=True)
class Pasted:
    """A row as it was pasted. ``codes``: what may be a product's code, the likeliest first; ``words``: all that is
    said of the product; ``unit`` as written; ``cells``: cells of the entry grid that are understood, as text."""

    raw: str
    codes: tuple[str, ...] = ()
    words: str = ""
    unit: str = ""
    cells: dict[str, str] = field(default_factory=dict)


_CIRCLED = re.compile("^\\s*[\u2460-\u2473\u2776-\u277f]\\s*")
_NUMBERING = re.compile(r"^\s*(?:\(\d{1,3}\)|\d{1,3}(?:\)|,(?!\d)|[.:]\s)|[-*•·●▪>]+\s)\s*")
_TALK = re.compile(
    r"^(?:你好|您好|请|麻烦|帮忙|我们|我司|需要|需|想|要|再|还要|还有|另外|加|来|发|订购|订|下单|采购|安排|给我|给|,|\s)+"
    r"|(?:^|\s)(?:please|pls|send|need|we need|order|we order|add|also|and)(?=\s)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:谢谢|尽快|急用?|加急|thanks?|thank you|asap|即可|就行|吧|哦|哈|呢)[!.。\s]*$", re.IGNORECASE)
_BETWEEN = re.compile(r"[,，;；+]|、|以及|和(?=\s)")
_CODE = re.compile(r"[A-Za-z0-9*][A-Za-z0-9._\-/#+*]*[A-Za-z0-9)]|[A-Za-z0-9]{2,}")
_DOTTED = re.compile(r"\d+(?:\.\d+){2,}(?:-\d+)?")
_OF = re.compile(r"\bof\b|(?:订购)?数量|\b(?:qty|quantity)\b|编码|代码|型号|规格|产品|code", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:您好|你好|早上好|下午好|谢谢|感谢|辛苦|祝好|此致|敬礼|收到请回复|请报价"
    r"|(?:hi|hello|dear|thanks?|thank you|best|kind|regards|br)\b).{0,24}",
    re.IGNORECASE,
)
_SUM = re.compile(r"(?:合计|总计|小计|共计|total|sum|subtotal|grand total)\b|^(?:合计|总计|小计|共计)", re.IGNORECASE)


def read(line: str, today: date) -> Pasted:
    """What a line of text says."""
    text = _NUMBERING.sub("", clean(_CIRCLED.sub("", line)))
    text, day = days.take(text, today)
    text, price = amounts.take_price(text)
    text = _AFTER.sub(" ", text)
    text, quantity = amounts.take_quantity(text.strip(" ,;.。"))
    text = _TALK.sub(" ", text)
    words = tidy(_OF.sub(" ", text))
    cells = {"quantity": quantity.number if quantity else "", "price": price}
    cells["requested_date"] = day.isoformat() if day else ""
    found = {name: value for name, value in cells.items() if value}
    return Pasted(line.strip(), codes_in(words), words, quantity.unit if quantity else "", found)


def pieces(line: str) -> list[str]:
    """A line that orders several products, each with a quantity counted in a unit, as several; else the line."""
    parts = [part for part in _BETWEEN.split(line) if part.strip()]
    if len(parts) < 2:
        return [line]
    told = [amounts.take_quantity(clean(part)) for part in parts]
    whole = all(quantity and quantity.unit and len(tidy(rest)) > 1 for rest, quantity in told)
    return parts if whole else [line]


def clean(text: str) -> str:
    """Plain width, commas and semicolons of one kind, no characters that cannot be seen."""
    text = unicodedata.normalize("NFKC", text).replace("、", ",").replace("。", " ").replace("；", ";")
    return "".join(
        letter if letter == "\t" or unicodedata.category(letter)[0] != "C" else " " for letter in text
    ).strip()


def tidy(text: str) -> str:
    """Words with single spaces, without the punctuation that stood between the parts."""
    return " ".join(re.sub(r"(?:^|(?<=\s))[,;:|=\-–—]+|[,;:|=–—]+(?=\s|$)|[,;]", " ", text).split())


def codes_in(words: str) -> tuple[str, ...]:
    """What may be a product's code in a text: all of it, then what looks like one, dotted numbers first."""
    found = [match[0] for match in _CODE.finditer(words) if len(match[0]) > 2 and re.search(r"\d", match[0])]
    found.sort(key=lambda code: not _DOTTED.fullmatch(code))
    return tuple(dict.fromkeys([words, *found])) if words else ()


def is_day_alone(row: Pasted) -> bool:
    """Whether a line only says when: for all lines that do not."""
    return set(row.cells) == {"requested_date"} and not row.words


def is_no_line(raw: str) -> bool:
    """A greeting or a sum: known to be no line of an order."""
    text = clean(raw).strip(" ,.!:|\t")
    if not text or re.fullmatch(r"[\s\-=_|+.*]*", text):
        return True
    is_greeting = _GREETING.fullmatch(text) is not None and not re.search(r"\d", text)
    return is_greeting or bool(_SUM.match(text))
