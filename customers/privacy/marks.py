"""What a person is recognised by, and what stands in its place. Pure.

The same patterns are read by Python and by Postgres (``~*``), so they use what both understand alike.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SHORTEST_NAME, SHORTEST_PHONE = 2, 7
_BETWEEN = r"[-\s()./]*"  # people write 138-1234 2217
_COUNTRY = re.compile(r"^(?:00|\+)?86(?=1\d{10}$)")
_NUMBER = re.compile(r"[-+\s()./0-9]+")
NOWHERE = "anonymised.invalid"  # a domain that no mail reaches


def digits(text: str) -> str:
    """A phone number as it is compared: digits alone, without China's country code before a mobile number."""
    return _COUNTRY.sub("", re.sub(r"\D", "", text))


def plain(text: str) -> str:
    """A name or an address as it is compared."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Marks:
    """Names, phones (digits) and mail addresses of one person, today's and former ones. ``is_rare``: nobody else in
    the archive is called so, so that the name alone tells who is meant."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    is_rare: bool = False
    named: str = field(init=False)
    reached: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", _either(map(_name, self.names)))
        object.__setattr__(self, "reached", _either([*map(_phone, self.phones), *map(_mail, self.mails)]))

    @property
    def anything(self) -> str:
        """The pattern of any of them."""
        return _either(filter(None, [self.named, self.reached]))

    @property
    def alone(self) -> str:
        """The pattern of what tells who is meant without knowing the customer."""
        return self.anything if self.is_rare else self.reached

    def is_name(self, text: Any) -> bool:
        """Whether a cell holds the name and nothing else."""
        return plain(str(text or "")) in {plain(one) for one in self.names}

    def is_phone(self, text: Any) -> bool:
        """Whether a cell holds one of the phones and nothing else."""
        written = str(text or "")
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
            return {self.replaced(key, word): self.replaced(one, word) for key, one in value.items()}
        return value

    def as_kept(self) -> dict[str, Any]:
        """As a request keeps them."""
        return {"names": [*self.names], "phones": [*self.phones], "mails": [*self.mails], "is_rare": self.is_rare}


def of(
    names: Iterable[str] = (), phones: Iterable[str] = (), mails: Iterable[str] = (), *, is_rare: bool = False
) -> Marks:
    """Marks of what people wrote; what is too short to tell anybody is left out."""
    called = dict.fromkeys(" ".join(one.split()) for one in names)
    numbers = dict.fromkeys(map(digits, phones))
    addresses = dict.fromkeys(map(plain, mails))
    return Marks(
        tuple(one for one in called if len(one) >= SHORTEST_NAME),
        tuple(one for one in numbers if len(one) >= SHORTEST_PHONE),
        tuple(one for one in addresses if "@" in one),
        is_rare,
    )


def kept(found: Mapping[str, Any]) -> Marks:
    """The same from what a request keeps."""
    return of(
        found.get("names", ()), found.get("phones", ()), found.get("mails", ()), is_rare=found.get("is_rare", False)
    )


def _either(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


def _name(name: str) -> str:
    words = r"\s+".join(re.escape(word) for word in name.split())
    # a Chinese name stands between other signs without a space; Li is not part of Linda
    return rf"(?<![A-Za-z]){words}(?![A-Za-z])" if name.isascii() else words


def _phone(number: str) -> str:
    return rf"(?<![0-9]){_BETWEEN.join(number)}(?![0-9])"


def _mail(address: str) -> str:
    return rf"(?<![A-Za-z0-9._+-]){re.escape(address)}(?![A-Za-z0-9])"
