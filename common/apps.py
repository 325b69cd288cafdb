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
            upload_limits,
            uploads,
            workdays,
            worktime,
        )
        from common.api import bulk, refusals
        from common.background import own as background
        from common.background import queues

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
        upload_limits.register()
        background.register()
        queues.register()
