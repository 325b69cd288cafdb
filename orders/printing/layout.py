"""A content on a form becomes the data of ``paper.typ``: plain texts in the languages asked for, nothing to compute.

Texts of people travel as data and are never read as typst; unseen signs are dropped and long words may break, so
that nothing leaves its cell.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from common.money import round2
from common.templatetags import fmt
from orders.printing import amounts
from orders.printing.papers import CHINESE, ENGLISH, Code, Column, Content, Fact, Form, Words
from orders.printing.profile import Profile

CODE = "code.png"
FONTS = ("Noto Sans SC", "Libertinus Serif")
_LONG = re.compile(r"[!-~]{20,}")  # printable ASCII without a blank, longer than our numbers: no line would end there
_PART = re.compile(r"(?<=[!-~]{3})[./_-](?=[!-~]{3})")  # where a code in a narrow cell goes on below
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"
_PAGE = pgettext_lazy("foot of a printed page", "Page %(page)s of %(pages)s")

WRITERS: dict[str, Callable[[Any], str]] = {
    "number": str,
    "quantity": fmt.qty,
    "price": fmt.price,
    "money": fmt.money,
    "percent": lambda value: f"{fmt.qty(value * 100)}%",
    "day": lambda value: value.isoformat(),
    "text": str,
}


def sheet(content: Content, form: Form, columns: Mapping[str, Column], us: Profile, languages: Sequence[str]) -> Any:
    """The data of ``paper.typ``; pictures are named there as ``operations`` gives them."""
    spoken = _Speaker(languages, content.fields)
    shown = {key: columns[key] for key in columns if key in form.columns}
    return {
        "name": f"{spoken.line(form.title)} {content.number}",
        "lang": "zh" if CHINESE in languages else "en",
        "region": "cn" if CHINESE in languages else "us",
        "fonts": FONTS,
        "landscape": form.is_landscape,
        "watermark": spoken.line(content.watermark),
        "logo": "logo.png" if form.shows_logo else "",
        "seal": "seal.png" if form.shows_seal and content.is_binding else "",
        "company": {"name": spoken.line(us.name), "lines": _our_lines(spoken, us)},
        "marks": [content.number, *([f"R{content.revision}"] if content.revision > 1 else [])],
        "title": spoken.each(form.title),
        "parties": [{"title": spoken.line(one.title), "rows": spoken.pairs(one.facts)} for one in content.parties],
        "facts": spoken.pairs(content.facts),
        "intro": spoken.paragraphs(form.intro),
        "columns": [
            {"label": spoken.each(one.label), "size": one.size, "right": one.is_right} for one in shown.values()
        ],
        "rows": [_cells(spoken, row, shown) for row in content.rows],
        **_sums(spoken, content, form),
        "sections": _sections(spoken, content, form, us),
        "signatures": _signatures(spoken) if form.shows_signatures else [],
        "code": _code(spoken, content.code),
        "footer": spoken.each(form.footer) or [spoken.line(us.name)],
        "page": _page(spoken),
    }


def _page(spoken: "_Speaker") -> list[str]:
    """What stands before, between and behind the two numbers at the foot."""
    words = spoken.words(_PAGE)
    return re.split(r"%\(pages?\)s", words[0]) if len(words) == 1 else ["", " / ", ""]


def _our_lines(spoken: "_Speaker", us: Profile) -> list[str]:
    beside = [spoken.line(us.address), us.phone]
    return [" · ".join(filter(None, beside))] if any(beside) else []


def _cells(spoken: "_Speaker", row: Mapping[str, Any], shown: Mapping[str, Column]) -> list[list[str]]:
    cells = []
    for key, column in shown.items():
        value = row.get(key)
        text = "" if value is None or value == "" else WRITERS[column.kind](spoken.value(value))
        lines = [_PART.sub(rf"\g<0>{_MAY_BREAK}", one) for one in spoken.lines(text)]
        if key == "name" and row.get("gift"):
            lines = [*lines, f"({spoken.line(_('Gift'))})"]
        cells.append(lines)
    return cells


def _sums(spoken: "_Speaker", content: Content, form: Form) -> dict[str, Any]:
    if content.total is None:
        return {"sums": [], "total": [], "of_total": [], "words": []}
    total = round2(content.total)

    def written(pairs: Iterable[tuple[Any, Decimal]]) -> list[list[str]]:
        return [[spoken.line(label), fmt.money(amount, content.currency)] for label, amount in pairs]

    in_words: dict[str, Callable[[Decimal, str], str]] = {CHINESE: amounts.in_chinese, ENGLISH: amounts.in_english}
    return {
        "sums": written(content.sums),
        "total": written([(content.total_label or _("Total"), total)]),
        "of_total": written(content.of_total),
        "words": [[in_words[code](total, content.currency)] for code in spoken.languages] if form.shows_words else [],
    }


def _sections(spoken: "_Speaker", content: Content, form: Form, us: Profile) -> list[dict[str, Any]]:
    clauses = [*spoken.paragraphs(form.clauses), *spoken.paragraphs(content.own_terms)]
    found = []
    if clauses:
        found.append({"title": spoken.line(_("Terms and conditions")), "rows": [], "paragraphs": clauses})
    rows = spoken.pairs(us.bank_facts) if form.shows_bank and us.bank_account else []
    if rows:
        found.append({"title": spoken.line(_("Bank data")), "rows": rows, "paragraphs": []})
    return found


def _signatures(spoken: "_Speaker") -> list[dict[str, Any]]:
    below = spoken.line(_("Signature, seal, date"))
    return [
        {"title": spoken.line(_("For the buyer")), "below": below, "seal": False},
        {"title": spoken.line(_("For the seller")), "below": below, "seal": True},
    ]


def _code(spoken: "_Speaker", code: Code | None) -> dict[str, Any]:
    if code is None:
        return {}
    return {"image": CODE, "words": [*spoken.each(code.label), f"{spoken.line(_('Opens until'))} {code.until}"]}


class _Speaker:
    """Says texts in the languages of a paper, clean and breakable."""

    def __init__(self, languages: Sequence[str], fields: Mapping[str, Any]):
        self.languages = languages
        self._fields = {f"{{{key}}}": self.value(value) for key, value in fields.items()}

    def words(self, text: Any) -> list[str]:
        """The text in each language, once where they agree."""
        if isinstance(text, Words):
            return text.among(self.languages)
        if not isinstance(text, Promise):
            return [str(text)] if text not in (None, "") else []
        said = []
        for code in self.languages:
            with override(code):
                said.append(str(text))
        return [one for one in dict.fromkeys(said) if one]

    def each(self, text: Any) -> list[str]:
        """A line for each language."""
        return [clean(self._filled(one)) for one in self.words(text)]

    def line(self, text: Any) -> str:
        """All languages in one line."""
        return " ".join(self.each(text))

    def value(self, value: Any) -> Any:
        """A value without its languages: numbers and days stay what they are."""
        if isinstance(value, Promise | Words):
            return " ".join(self.words(value))
        return value

    def lines(self, text: str) -> list[str]:
        """A text of people as lines."""
        return [clean(one) for one in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]

    def paragraphs(self, text: Any) -> list[list[str]]:
        """A longer text as paragraphs of lines, one language after the other."""
        return [
            self.lines(block)
            for one in self.words(text)
            for block in re.split(r"\n\s*\n", self._filled(one).replace("\r\n", "\n").strip())
            if block.strip()
        ]

    def pairs(self, facts: Iterable[Fact]) -> list[list[Any]]:
        """Facts that have a value."""
        found = []
        for label, value in facts:
            said = self.value(value)
            if isinstance(said, date | Decimal):
                said = said.isoformat() if isinstance(said, date) else fmt.qty(said)
            if said not in (None, ""):
                found.append([self.line(label), self.lines(str(said))])
        return found

    def _filled(self, text: str) -> str:
        for name, value in self._fields.items():
            text = text.replace(name, str(value))
        return text


def clean(text: str) -> str:
    """A text without signs that cannot be seen or turn their line, its long words breakable everywhere."""
    text = "".join(" " if one in "\t\n" else one for one in text if one in "\t\n" or not _is_unseen(one))
    return _LONG.sub(lambda found: _MAY_BREAK.join(found.group()), text)


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn")
