from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Ground floor: errors, money, dates, numbering, idempotency, outbox, events, jobs, pages."""

    name = "common"

    def ready(self):
        from common import (
            company,
            currencies,
            heartbeat,
            mailing,
            own_gauges,
            own_invariants,
            own_standing,
            uploads,
            workdays,
            worktime,
        )
        from common.api import bulk, refusals

        mailing.register()
        currencies.register()
        company.register()
        workdays.register()
        worktime.register()
        refusals.register()
        bulk.register()
        own_invariants.register()
        own_gauges.register()
        own_standing.register()
        heartbeat.register()
        uploads.register()
