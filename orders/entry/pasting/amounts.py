"""Quantities and prices in running text. Pure."""

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_FREE = r"(?<![\w.\-/#])"
# what is counted; in brackets what would make another word of it (台式, 支架, 套筒)
_COUNTED = (
    r"(?:只|个(?!人)|台(?![式秤面])|套(?![筒管装])|支(?![架撑座])|件(?!号)|根|块|张(?!力)|条(?![码形])|箱(?![体式])"
    r"|把(?!手)|卷(?![扬尺])|双|对(?!讲)|副|片(?!状)|组(?![合件])|盒(?!式)|包(?!装)|瓶|桶|打|批|颗|粒|部"
    r"|(?:pcs?|pieces?|sets?|ea|each|units?|nos?|boxes|box|pairs?|rolls?|pkts?|packs?)\b\.?)"
)
_MEASURED = r"(?:米|公斤|千克|吨|升|平方米|立方米|kg|km|m|t|l)\b"
_CHINESE = "零一二两三四五六七八九十百千半"
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1000}

_LABELLED = re.compile(
    rf"(?:数量|订购|订量|qty|quantity)\s*[:为是=.]?\s*(?P<n>{_NUMBER})\s*(?P<unit>{_COUNTED}|{_MEASURED})?",
    re.IGNORECASE,
)
_WITH_UNIT = re.compile(rf"{_FREE}(?P<n>{_NUMBER})\s*(?P<unit>{_COUNTED})", re.IGNORECASE)
_STUCK = re.compile(rf"(?<=[\u4e00-\u9fff])(?P<n>{_NUMBER})\s*(?P<unit>{_COUNTED})", re.IGNORECASE)
_IN_WORDS = re.compile(rf"(?P<n>[{_CHINESE}]+)\s*(?P<unit>{_COUNTED})")
_TIMES = re.compile(
    rf"(?:^|(?<=[\s\u4e00-\u9fff,;)]))[x×*]\s*(?P<n>{_NUMBER})(?![\w.])|{_FREE}(?P<m>{_NUMBER})\s*[x×](?=\s|$)|(?<=[\w)])[*×]\s*(?P<k>\d+)\s*$",
    re.IGNORECASE,
)
_MEASURED_LAST = re.compile(rf"(?:^|\s)(?P<n>{_NUMBER})\s*(?P<unit>{_MEASURED})\s*$", re.IGNORECASE)
_LAST = re.compile(rf"(?:^|[\s,;:=])(?P<n>{_NUMBER})\s*$")
_FIRST = re.compile(r"^(?P<n>\d{1,5})\s+(?=\S)")
_CELL = re.compile(rf"(?P<n>{_NUMBER})\s*(?P<unit>{_COUNTED}|{_MEASURED})?", re.IGNORECASE)

_MONEY = r"(?:rmb|cny|usd|eur|us\$|[¥$€])"
_TOTAL = re.compile(
    rf"(?:总价|总额|合计|总计|共计|小计|金额|amount|total)\s*[:为是]?\s*{_MONEY}?\s*{_NUMBER}\s*(?:元|{_MONEY})?",
    re.IGNORECASE,
)
_PRICES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?:含税|未税|不含税)?(?:单价|价格|price|@)\s*[:为是=]?\s*{_MONEY}?\s*(?P<n>{_NUMBER})\s*(?:元|块钱|{_MONEY})?"
            rf"(?:\s*[/每]\s*(?:{_COUNTED}|{_MEASURED}))?"
        ),
        rf"{_MONEY}\s*(?P<n>{_NUMBER})(?:\s*(?:[/每]|per)\s*(?:{_COUNTED}|{_MEASURED}))?",
        rf"(?<![\d.])(?P<n>{_NUMBER})\s*(?:元|块钱|{_MONEY})(?:\s*(?:[/每]|一|per)\s*(?:{_COUNTED}|{_MEASURED}))?",
    )
]


@dataclass(frozen=True)
class Quantity:
    """How many, as plain digits, and of which unit, "" where none is said."""

    number: str
    unit: str = ""


def take_price(text: str) -> tuple[str, str]:
    """``text`` without its unit price and without sums, and the price as plain digits, "" where there is none."""
    text = _TOTAL.sub(" ", text)
    for pattern in _PRICES:
        if match := pattern.search(text):
            return _without(text, match), plain(match["n"])
    return text, ""


def take_quantity(text: str) -> tuple[str, Quantity | None]:
    """``text`` without its quantity, and the quantity: what is called one, else what is counted in a unit (the last),
    times so many, and at last a number that stands alone at the end or the beginning."""
    if match := _LABELLED.search(text):
        return _without(text, match), Quantity(plain(match["n"]), _unit(match["unit"]))
    for pattern in (_WITH_UNIT, _STUCK):
        if found := list(pattern.finditer(text)):
            return _without(text, found[-1]), Quantity(plain(found[-1]["n"]), _unit(found[-1]["unit"]))
    for match in reversed(list(_IN_WORDS.finditer(text))):
        if number := _in_words(match["n"]):
            return _without(text, match), Quantity(str(number), _unit(match["unit"]))
    if match := _TIMES.search(text):
        return _without(text, match), Quantity(plain(match["n"] or match["m"] or match["k"]))
    if match := _MEASURED_LAST.search(text):
        return _without(text, match), Quantity(plain(match["n"]), _unit(match["unit"]))
    if (match := _LAST.search(text) or _FIRST.search(text)) and _without(text, match).strip():
        return _without(text, match), Quantity(plain(match["n"]))
    return text, None


def of_cell(text: str) -> Quantity | None:
    """The quantity that a cell of a table is: a number, a unit behind it perhaps."""
    match = _CELL.fullmatch(text.strip())
    return Quantity(plain(match["n"]), _unit(match["unit"])) if match else None


def price_of_cell(text: str) -> str:
    """The price that a cell is, as plain digits; "" when it is none."""
    match = re.fullmatch(rf"{_MONEY}?\s*(?P<n>{_NUMBER})\s*(?:元|{_MONEY})?(?:/\S+)?", text.strip(), re.IGNORECASE)
    return plain(match["n"]) if match else ""


def is_unit(text: str) -> bool:
    """Whether the text is the name of a unit and nothing else."""
    return bool(re.fullmatch(rf"{_COUNTED}|{_MEASURED}", text.strip(), re.IGNORECASE))


def plain(number: str) -> str:
    """Digits without separators of thousands."""
    return number.replace(",", "")


def _unit(unit: str | None) -> str:
    return (unit or "").strip(". ").lower()


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _in_words(text: str) -> int:
    """二十五 → 25; 0 where the characters make no number."""
    total, digit = 0, 0
    for place, letter in enumerate(text):
        if letter in _SCALES:
            total += (digit or (1 if place == 0 else 0)) * _SCALES[letter]
            digit = 0
        elif letter in _DIGITS:
            digit = _DIGITS[letter]
        else:
            return 0
    return total + digit
