"""Connects the order system with production and purchasing: requirements, dates, progress. See production.md.

    python production.py --url https://orders.example.com --token so_… \\
        --theirs http://erp.local --state /var/lib/erp

Down: what is asked for, as it stands. Up: what is accepted for which day, confirmed, moved with a cause, how far the
work is, what was made or came in.
"""

from decimal import Decimal

from orders_api import Connector, Refused, main

SYSTEM = "ERP"


class Production(Connector):
    name = "production"

    def round(self) -> bool:
        moved = self.follow_documents("requirements", "requirement.*", self.hand_over)
        moved |= self.collect("answers", self.answer)
        return moved

    def hand_over(self, number: str) -> None:
        """A requirement as it stands: a cancelled one too, so that work on it ends."""
        found = self.ours.get(f"/api/v1/requirements/{number}/")
        names = ("kind", "state", "department", "supplier", "needed_date", "lines")
        self.theirs.put(f"/requirements/{number}", {name: found[name] for name in names})

    def answer(self, said: dict) -> None:
        ways = {
            "accept": self._accept,
            "confirm": self._confirm,
            "move": self._move,
            "progress": self._progress,
            "came": self._came,
        }
        if said["what"] not in ways:
            raise Refused(400, {"code": "unknown", "detail": f"nothing is known of {said['what']!r}"})
        ways[said["what"]](f"/api/v1/requirements/{said['requirement']}/", said, f"{SYSTEM}-{said['id']}")

    def _accept(self, path: str, said: dict, key: str) -> None:
        """So much of each line, on a planned day: promises to customers count on it from now on."""
        self.ours.post(f"{path}accept/", {"lines": said["lines"], "reason": said.get("reason", "")}, key)

    def _confirm(self, path: str, said: dict, key: str) -> None:
        body = {"planned_date": said["planned_date"], "reference": said.get("reference", "")}
        self.ours.post(f"{path}lines/{said['line']}/confirm/", body, key)

    def _move(self, path: str, said: dict, key: str) -> None:
        """Another day, and why: promises that can no longer be met get new days, and who looks after them is told."""
        body = {"planned_date": said["planned_date"], "cause": said["cause"], "words": said.get("words", "")}
        self.ours.post(f"{path}lines/{said['line']}/move/", body, key)

    def _progress(self, path: str, said: dict, key: str) -> None:
        task = self._line(path, said)["task"]
        if task is None:
            raise Refused(409, {"code": "no_work", "detail": "no work is planned for this line"})
        self.ours.post(f"/api/v1/tasks/{task}/progress/", {"progress": said["progress"]}, key)

    def _came(self, path: str, said: dict, key: str) -> None:
        """Goods were made or delivered: they go to stock, and the orders that wait for them hear of it."""
        receipt = self._line(path, said)["planned_receipt"]
        if receipt is None:
            raise Refused(409, {"code": "not_accepted", "detail": "the line was not accepted yet"})
        body = {"quantity": said["quantity"], "document_number": said["document"]}
        self.ours.post(f"/api/v1/planned-receipts/{receipt}/receive/", body, key)

    def _line(self, path: str, said: dict) -> dict:
        for line in self.ours.get(path)["lines"]:
            if line["id"] == said["line"]:
                return line
        raise Refused(404, {"code": "not_found", "detail": f"there is no line {said['line']}"})

    def differences(self) -> list[str]:
        """How much of each line came, ours against theirs."""
        unequal = []
        for row in self.theirs.get("/made")["rows"]:
            line = self._line(f"/api/v1/requirements/{row['requirement']}/", row)
            if Decimal(line["done"]) != Decimal(row["quantity"]):
                came = f"{line['done']} came in the order system, {row['quantity']} there"
                unequal.append(f"{row['requirement']} line {row['line']}: {came}")
        return unequal


if __name__ == "__main__":
    main(Production)
