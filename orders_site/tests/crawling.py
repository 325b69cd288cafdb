"""Following the site's own links: one address of every page that a person can reach."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

_TAG = re.compile(r"<(\w+)\s([^<>]*\b(?:href|hx-get)=[^<>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


def _links(page: str) -> Iterator[str]:
    """What the anchors of a page point to, and what its controls fetch into it."""
    for tag, text in _TAG.findall(page):
        given = dict(_ATTRIBUTE.findall(text))
        address = given.get("href") if tag == "a" and "download" not in given else given.get("hx-get")
        if address:
            yield unescape(address)


def is_page(response) -> bool:
    """A whole page, not a part of one or a file."""
    return response.headers.get("Content-Type", "").startswith("text/html") and b"<html" in response.content


def crawl(
    client: Client, start: str = "/", *, each: int = 1, more: int = 2
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """(address name → up to ``each`` addresses of pages, address → status of what failed), parts that controls
    fetch included in the search for links; ``more`` addresses of a name are asked than are kept."""
    pages: dict[str, list[str]] = {}
    failed: dict[str, int] = {}
    asked: dict[str, int] = {}
    waiting, seen = deque([start]), {start}
    while waiting:
        address = waiting.popleft()
        try:
            name = resolve(urlsplit(address).path).view_name
        except Resolver404:
            failed[address] = 404
            continue
        # some more than are kept: their links may differ; the console's are all made by the same few templates
        if asked.get(name, 0) >= (each if name.startswith("admin:") else each + more):
            continue
        asked[name] = asked.get(name, 0) + 1
        response = client.get(address)
        if response.status_code >= 400:
            failed[address] = response.status_code
            continue
        if response.status_code != 200 or response.streaming:
            continue
        if is_page(response) and len(pages.setdefault(name, [])) < each:
            pages[name].append(address)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in _links(response.content.decode()):
            target = urldefrag(link).url
            target = f"{urlsplit(address).path}{target}" if target.startswith("?") else target
            if target.startswith("/") and not target.startswith(("//", "/static/")) and target not in seen:
                seen.add(target)
                waiting.append(target)
    return pages, failed
