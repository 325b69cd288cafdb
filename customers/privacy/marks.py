"""What a person is recognised by, and what stands in its place. Pure.

The same patterns are read by Python and by Postgres (``~*``), so they use what both understand alike.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SHORTEST_NAME, SHORTEST_PHONE = 2, 7
SHORT_NAME = 2  # Chinese signs; 王伟 is in 王伟东
KEPT = ("names", "phones", "mails", "others", "also", "left_out")
_BLANK = r"[ \t\u00a0\u3000]"  # as forms pad names, within a line
_BETWEEN = r"[-–－\s\u00a0\u3000()（）./]*"  # people write 138-1234 2217
_EXTENSION = r"(?:[-–－\s\u00a0\u3000()（）./,，:：#*]|转|分机|ext|x)*"  # 0571-88001234 转 801
_COUNTRY = re.compile(r"^(?:00|\+)86(?=\d{9,}$)|^86(?=1\d{10}$|[1-9]\d{9,10}$)")
_AREA = re.compile(r"10\d{8}|[2-9](?!00)\d{8}")  # a landline is dialled with a zero before it
_NUMBER = re.compile(r"(?:[-–+\s()./,:#*0-9]|转|分机|ext|x)+", re.IGNORECASE)
_LONGEST_LINE = 12  # digits of a landline; what is longer has an extension
_BETWEEN_SIGNS = re.compile(r"(?<=[^\x00-\x7f])(?=[^\x00-\x7f])")
_DOTS = "·•‧・"  # between the names of many peoples of China
_JOINED = 6  # letters of a Latin name that is still one when it is written as one word


def digits(text: str) -> str:
    """A phone number as it is compared: digits alone, as one dials it in China, whatever the width they are written
    in; the extension belongs to it."""
    signs = re.sub(r"[^0-9+]", "", unicodedata.normalize("NFKC", text))
    rest = _COUNTRY.sub("", signs)
    return f"0{rest}" if rest != signs and _AREA.match(rest) else re.sub(r"\D", "", rest)


def plain(text: str) -> str:
    """A name or an address as it is compared: a space between Chinese signs is none."""
    words = " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", words)


@dataclass(frozen=True)
class Marks:
    """Names, phones (digits) and mail addresses of one person, today's and former ones. ``others``: those of them that
    another live person has too, which alone do not tell who is meant. ``also``: what of them somebody added by
    hand. ``left_out``: names that are the company's own and no mark of a person."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    named: str = field(init=False)
    reached: str = field(init=False)
    alone: str = field(init=False)
    unsure: str = field(init=False)

    def __post_init__(self) -> None:
        phones = [one for one in self.phones if one not in self.others]
        mails = [one for one in self.mails if one not in self.others]
        object.__setattr__(self, "alone", _either([*map(_phone, phones), *map(_mail, mails)]))
        names = [one for one in self.names if not self._is_sure_name(one)]
        shared = [*map(_phone, set(self.phones) - {*phones}), *map(_mail, set(self.mails) - {*mails})]
        object.__setattr__(self, "unsure", _either([*map(_name, names), *sorted(shared)]))
        object.__setattr__(self, "named", _either(map(_name, self.names)))
        object.__setattr__(self, "reached", _either([*map(_phone, self.phones), *map(_mail, self.mails)]))

    @property
    def anything(self) -> str:
        """The pattern of any of them."""
        return _either(filter(None, [self.named, self.reached]))

    @property
    def sure_texts(self) -> set[str]:
        """The marks that mean nobody and nothing else, wherever they stand."""
        names = (one for one in self.names if self._is_sure_name(one))
        return {*names, *(one for one in (*self.phones, *self.mails) if one not in self.others)}

    def is_unsure(self, text: Any) -> bool:
        """Whether a text holds a mark that may mean somebody or something else: a short name is part of longer ones
        and of common words, a number or a name is another person's too."""
        return bool(self.unsure and re.search(self.unsure, str(text or ""), re.IGNORECASE))

    def is_reached(self, value: Any) -> bool:
        """Whether a value holds, anywhere, what he alone is reached by."""
        return bool(self.alone and re.search(self.alone, str(value or ""), re.IGNORECASE))

    def is_others(self, text: Any) -> bool:
        """Whether a cell holds a mark, and nothing else, that another live person has too."""
        written = str(text or "")
        return bool(written) and bool({plain(written), digits(written)} & {plain(one) for one in self.others})

    def _is_sure_name(self, name: str) -> bool:
        is_short = " " not in name if name.isascii() else len(name) <= SHORT_NAME
        return not is_short and plain(name) not in {plain(one) for one in self.others}

    def is_name(self, text: Any) -> bool:
        """Whether a cell holds the name and nothing else."""
        written = plain(str(text or "")).replace(",", " ")
        return bool(written) and " ".join(written.split()) in {way for one in self.names for way in _ways(one)}

    def is_phone(self, text: Any) -> bool:
        """Whether a cell holds one of the phones and nothing else."""
        written = unicodedata.normalize("NFKC", str(text or ""))
        return bool(_NUMBER.fullmatch(written)) and digits(written) in self.phones

    def is_mail(self, text: Any) -> bool:
        """Whether a cell holds one of the addresses and nothing else."""
        return plain(str(text or "")) in self.mails

    def is_whole(self, text: Any) -> bool:
        """Whether a cell holds one of the marks and nothing else."""
        return self.is_name(text) or self.is_phone(text) or self.is_mail(text)

    def stand_in(self, text: str) -> bool:
        """Whether a text holds one of the marks."""
        return bool(text and self.anything and re.search(self.anything, text, re.IGNORECASE))

    def around(self, text: str, letters: int) -> str:
        """The first place where a text holds one of the marks, with some letters around; else its beginning."""
        found = re.search(self.anything, text, re.IGNORECASE) if self.anything else None
        start, end = (max(0, found.start() - letters), found.end() + letters) if found else (0, 2 * letters)
        return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")

    def replaced(self, value: Any, word: str) -> Any:
        """The value without the marks, the word in the place of each: in texts, and in texts inside lists and
        mappings."""
        if isinstance(value, str):
            return re.sub(self.anything, lambda _found: word, value, flags=re.IGNORECASE) if self.anything else value
        if isinstance(value, list | tuple):
            return [self.replaced(one, word) for one in value]
        if isinstance(value, Mapping):
            return {key: self.replaced(one, word) for key, one in value.items()}  # programs read the keys
        return value

    def as_kept(self) -> dict[str, Any]:
        """As a request keeps them."""
        return {name: [*getattr(self, name)] for name in KEPT}


def of(
    names: Iterable[str] = (),
    phones: Iterable[str] = (),
    mails: Iterable[str] = (),
    *,
    others: Iterable[str] = (),
    also: Iterable[str] = (),
    left_out: Iterable[str] = (),
) -> Marks:
    """Marks of what people wrote; what is too short to tell anybody is left out."""
    called = dict.fromkeys(" ".join(one.split()) for one in names)
    numbers = dict.fromkeys(map(digits, phones))
    addresses = dict.fromkeys(map(plain, mails))
    return Marks(
        tuple(one for one in called if len(one) >= SHORTEST_NAME),
        tuple(one for one in numbers if len(one) >= SHORTEST_PHONE),
        tuple(one for one in addresses if "@" in one),
        tuple(others),
        tuple(also),
        tuple(left_out),
    )


def kept(found: Mapping[str, Any]) -> Marks:
    """The same from what a request keeps."""
    return of(*(found.get(name, ()) for name in KEPT[:3]), **{name: found.get(name, ()) for name in KEPT[3:]})


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


def _ways(name: str) -> set[str]:
    """How a name may be written, compared: a Latin one with the surname first, last, or as one word."""
    called = plain(name)
    words = called.split()
    if not called.isascii() or len(words) != 2:
        return {called}
    joined = {"".join(words)} if sum(map(len, words)) >= _JOINED else set()
    return {called, f"{words[1]} {words[0]}", *joined}


def _name(name: str) -> str:
    if not name.isascii():
        return _signs(name)
    words = [re.escape(word) for word in name.split()]
    ways = [r"\s+".join(words)]
    if len(words) == 2:
        ways.append(rf"{words[1]}(?:\s|,)+{words[0]}")
        ways += ["".join(words)] if len(name) > _JOINED else []
    # Li is not part of Linda
    return rf"(?<![A-Za-z])(?:{_either(ways)})(?![A-Za-z])"


def _signs(name: str) -> str:
    """A Chinese name stands between other signs without a space, and may be written with spaces inside."""
    parts = [one for one in re.split(rf"(\s+|[{_DOTS}])", name) if one]
    found = ""
    for before, part in zip(["", *parts], parts, strict=False):
        if part.isspace():
            found += r"\s+" if before.isascii() else f"{_BLANK}*"
        elif part in _DOTS:
            found += rf"(?:{_BLANK}|[{_DOTS}.])*"
        else:
            found += _BETWEEN_SIGNS.sub(lambda _gap: f"{_BLANK}*", re.escape(part))
    return found


def _phone(number: str) -> str:
    """With or without the country's code, in digits of either width."""
    between = _EXTENSION if number.startswith("0") and len(number) > _LONGEST_LINE else _BETWEEN
    country = rf"(?:(?:00|[+＋])?86{between})"
    is_line = number.startswith("0") and not number.startswith("00")
    head = rf"(?:{country}?0|{country}){between}" if is_line else rf"{country}?"
    signs = number[1:] if is_line else number
    # between the same digits in both widths; what stands before must not be a digit that we would pass over
    return rf"(?<![0-9０-９]){head}{between.join(map(_digit, signs))}(?![0-9０-９])"


def _digit(one: str) -> str:
    return f"[{one}{chr(ord('０') + int(one))}]"


def _mail(address: str) -> str:
    return rf"(?<![A-Za-z0-9._+-]){re.escape(address)}(?![A-Za-z0-9])"
