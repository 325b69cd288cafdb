"""Amounts in words, as papers repeat them: Chinese capitals (大写金额) and English. Pure."""

from decimal import Decimal

from common.money import round2

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MYRIADS = ("", "万", "亿", "万亿", "亿亿")
_CHINESE_NAMES = {
    "CNY": "人民币",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港币",
    "JPY": "日元",
    "TWD": "新台币",
    "KRW": "韩元",
}
_ENGLISH_NAMES = {
    "CNY": "Chinese yuan",
    "USD": "US dollars",
    "EUR": "euros",
    "GBP": "pounds sterling",
    "HKD": "Hong Kong dollars",
    "JPY": "Japanese yen",
    "TWD": "new Taiwan dollars",
    "KRW": "Korean won",
}
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_THOUSANDS = ("", "thousand", "million", "billion", "trillion", "quadrillion")


def in_chinese(amount: Decimal, currency: str) -> str:
    """``人民币壹仟零伍元贰角整``. To the cent; 整 follows where no 分 does, 零 stands for what is left out between."""
    cents = int(abs(round2(amount)) * 100)
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = _CHINESE_NAMES.get(currency, currency) + ("负" if amount < 0 and cents else "")
    text += f"{_whole_in_chinese(whole)}元" if whole or not cents else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif fen and whole:
        text += "零"
    return text + (f"{_DIGITS[fen]}分" if fen else "整")


def _whole_in_chinese(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    text, pending = "", False  # pending: a 零 is owed before the next digit
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += (_DIGITS[0] if pending and text else "") + _DIGITS[digit] + _PLACES[place % 4]
            pending = False
        else:
            pending = True
        if place % 4 == 0 and number // 10**place % 10000:
            text += _MYRIADS[place // 4]
    return text


def in_english(amount: Decimal, currency: str) -> str:
    """``Say Chinese yuan one thousand and five and cents twenty only``. To the cent."""
    cents = int(abs(round2(amount)) * 100)
    name = _ENGLISH_NAMES.get(currency, currency)
    text = f"Say {name} {'minus ' if amount < 0 and cents else ''}{_whole_in_english(cents // 100)}"
    if cents % 100:
        text += f" and cents {_below_thousand(cents % 100)}"
    return f"{text} only"


def _whole_in_english(number: int) -> str:
    if number == 0:
        return _SMALL[0]
    groups = []
    for place in range((len(str(number)) - 1) // 3, -1, -1):
        part = number // 1000**place % 1000
        if part:
            groups.append(f"{_below_thousand(part)} {_THOUSANDS[place]}".strip())
    last = number % 1000
    if len(groups) > 1 and 0 < last < 100:
        groups[-1] = f"and {groups[-1]}"
    return " ".join(groups)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        small = _SMALL[rest] if rest < 20 else "-".join(filter(None, [_TENS[tens], _SMALL[ones] if ones else ""]))
        words.append(small)
    return " and ".join(words)
