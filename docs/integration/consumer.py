"""A consumer of the change feed that takes every event exactly once, whenever it is killed. Standard library only.

    python consumer.py http://127.0.0.1:8000 so_… mine.sqlite3

What it makes of an event (here: a row in `taken`) and the place up to which it has read stand in the same database and
are written in the same transaction: either both are there after a crash, or neither, and the event is read again.
"""

import json
import sqlite3
import sys
import time
import urllib.parse
import urllib.request

PAUSE = 2.0  # seconds, when nothing is new


def open_store(path: str) -> sqlite3.Connection:
    store = sqlite3.connect(path, isolation_level=None)
    store.execute("PRAGMA synchronous = FULL")
    store.execute("CREATE TABLE IF NOT EXISTS place (after INTEGER NOT NULL)")
    store.execute("CREATE TABLE IF NOT EXISTS taken (event INTEGER NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL)")
    store.execute("INSERT INTO place SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM place)")
    return store


def fetch(site: str, token: str, after: int, limit: int) -> dict:
    query = urllib.parse.urlencode({"after": after, "limit": limit})
    request = urllib.request.Request(f"{site}/api/v1/events/?{query}", headers={"Authorization": f"Token {token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def take(store: sqlite3.Connection, event: dict) -> None:
    """The effect of an event: put yours here, into the same database."""
    number = event["subject"]["number"] if event["subject"] else ""
    store.execute("INSERT INTO taken VALUES (?, ?, ?)", (event["id"], event["kind"], number))


def step(store: sqlite3.Connection, site: str, token: str, limit: int = 200) -> bool:
    """Take the next events and the place after them in one transaction; whether there are more by now."""
    (after,) = store.execute("SELECT after FROM place").fetchone()
    page = fetch(site, token, after, limit)
    store.execute("BEGIN IMMEDIATE")
    for event in page["results"]:
        take(store, event)
    # only from where we started: of two consumers on one store the slower one undoes what it did
    moved = store.execute("UPDATE place SET after = ? WHERE after = ?", (page["after"], after)).rowcount
    store.execute("COMMIT" if moved else "ROLLBACK")
    return page["has_more"] or not moved


def main(site: str, token: str, path: str, limit: str = "200", pause: str = str(PAUSE)) -> None:
    store = open_store(path)
    while True:
        try:
            has_more = step(store, site, token, int(limit))
        except OSError as error:  # the site is away or busy; anything that it refuses for good ends here
            if getattr(error, "code", 503) in (400, 401, 403, 404, 409):
                raise
            print(f"again later: {error}", file=sys.stderr)
            has_more = False
        if not has_more:
            time.sleep(float(pause))


if __name__ == "__main__":
    main(*sys.argv[1:])
