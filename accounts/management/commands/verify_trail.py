"""Verify the audit trail against its seals; the exit status is 1 when it is not whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.trail import redactions, seals
from common import dates


class Command(BaseCommand):
    """Reads the whole trail and names the first bad row."""

    help = "Verify the audit trail against its seals and name the first bad row."

    def handle(self, *args: Any, **options: Any) -> None:
        found = seals.verify()
        if found.fault:
            raise CommandError(f"the trail is broken at row {found.fault.row_id}: {found.fault.what}")
        self.stdout.write(f"{found.rows} rows under {found.seals} seals are whole, {found.unsealed} not sealed yet")
        if found.redacted:
            self.stdout.write(f"{found.redacted} rows redacted, each as the trail tells:")
            for one in redactions.told():
                day = one.at.astimezone(dates.business_zone()).date().isoformat()
                what = f"{one.table} ({', '.join(one.columns)})" if one.columns else one.table
                self.stdout.write(f"  {day} {one.person}: {what}, {one.rows} rows, {one.events} events: {one.reason}")
        if found.last_digest:
            self.stdout.write(f"last digest {found.last_digest}")
