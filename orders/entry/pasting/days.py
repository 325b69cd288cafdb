"""Days as people write them in mails and chats. Pure."""

import re
from datetime import date, timedelta

_AROUND = r"(?:\s*(?:之前|以前|前|内|到货|交货|发货|交付|送到|要|需要|左右))*"
_BEFORE = (
    r"(?:(?:要求)?(?:交货?期|到货日?期?|交货日期|日期|due|delivery|deliver|requested|need(?:ed)?|by|before)"
    r"\s*[:为是]?\s*)*"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH = rf"(?P<name>{_MONTHS})[a-z]*\.?"
_FULL = r"(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
_SHORT = r"(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?"
_WORDS = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}
_WEEKDAYS = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6}
# dates of two numbers are days only where a word beside them says so
_PAIR = r"(?P<m>\d{1,2})[-/](?P<d>\d{1,2})(?=\s*(?:之?前|到货|交货|发货|交))"
_AFTER_WORD = r"(?:交货?期|到货|交货|due|delivery|by|before)\s*[:为是]?\s*(?P<m>\d{1,2})[-/](?P<d>\d{1,2})"
_FAR_BACK = timedelta(days=180)

_PATTERNS = [
    re.compile(_BEFORE + pattern + _AROUND, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.]){_FULL}(?!\d)",
        rf"(?<!\d){_SHORT}",
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s]{_MONTH}(?:[-,\s]+(?P<y>20\d\d))?\b",
        rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>20\d\d))?\b",
        rf"(?<![\w.-]){_PAIR}",
        _AFTER_WORD,
        r"(?P<word>大后天|今天|明天|后天|\btoday\b|\btomorrow\b)",
        r"(?P<week>下下|下|本|这)?(?:个)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])",
        r"(?P<end>下|本|这)?个?月底",
    )
]
_CELL = re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})")


def take(text: str, today: date) -> tuple[str, date | None]:
    """``text`` without its day, and the day: a month and a day alone are the next to come, as far as half a year
    back. None where there is none, or no such day in the calendar."""
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match and (day := _day(match.groupdict(), today)):
            return f"{text[: match.start()]} {text[match.end() :]}", day
    return text, None


def of_cell(text: str, today: date) -> date | None:
    """The day that a cell of a column of days holds; there 12-10 is one too."""
    rest, day = take(text, today)
    if day is not None:
        return day if not rest.strip() or re.fullmatch(r"[\s\d:.,;T]*", rest) else None
    match = _CELL.fullmatch(text.strip())
    return _day(match.groupdict(), today) if match else None


def _day(found: dict[str, str | None], today: date) -> date | None:
    if word := found.get("word"):
        return today + timedelta(days=_WORDS[word.lower()])
    if weekday := found.get("weekday"):
        monday = today - timedelta(days=today.weekday())
        weeks = {"下下": 2, "下": 1, "本": 0, "这": 0}.get(found.get("week") or "")
        day = monday + timedelta(days=7 * (weeks or 0) + _WEEKDAYS[weekday])
        return day + timedelta(days=7) if weeks is None and day < today else day
    if "end" in found:
        months = 2 if found["end"] == "下" else 1
        first = date(today.year + (today.month - 1 + months) // 12, (today.month - 1 + months) % 12 + 1, 1)
        return first - timedelta(days=1)
    name = found.get("name")
    month = _MONTHS.split("|").index(name.lower()) + 1 if name else int(found["m"] or 0)
    return _of(found.get("y"), month, int(found["d"] or 0), today)


def _of(year: str | None, month: int, day: int, today: date) -> date | None:
    try:
        found = date(int(year or today.year), month, day)
        return found.replace(year=today.year + 1) if not year and found < today - _FAR_BACK else found
    except ValueError:
        return None
