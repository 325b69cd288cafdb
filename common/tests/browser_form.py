"""What a browser would send back of a page's form when nobody touches it."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    def __init__(self, form_id: str):
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.found: dict[str, list[str]] = {}
        self.select = self.textarea = ""
        self.first: str | None = None

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        at = dict(given)
        if tag == "form":
            self.inside = not self.form_id or at.get("id") == self.form_id
        if not self.inside:
            return
        name = at.get("name") or ""
        if tag == "select" and "disabled" not in at:
            self.select, self.first, self.many = name, None, "multiple" in at
        elif tag == "option" and self.select:
            if self.first is None and not self.many:
                self.first = at.get("value") or ""
            if "selected" in at:
                self._add(self.select, at.get("value") or "")
        elif tag == "textarea":
            self.textarea = name
            self._add(name, "")
        elif tag == "input" and name and at.get("type") not in ("submit", "button", "file", "image"):
            if at.get("type") not in ("checkbox", "radio") or "checked" in at:
                self._add(name, at.get("value") or ("on" if at.get("type") == "checkbox" else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.textarea = ""
        elif tag == "select":
            if self.select and self.select not in self.found and self.first is not None:
                self._add(self.select, self.first)
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.textarea:
            self.found[self.textarea][-1] += data.removeprefix("\n").removeprefix("\r\n")

    def _add(self, name: str, value: str) -> None:
        self.found.setdefault(name, []).append(value)


def fields_of(response: Any, form_id: str = "") -> dict[str, list[str]]:
    """name → values of the form with this id (or of every form) on a rendered page, the token left out."""
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    return {name: values for name, values in parser.found.items() if name != "csrfmiddlewaretoken"}
