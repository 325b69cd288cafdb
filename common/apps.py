from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Ground floor: errors, money, dates, numbering, idempotency, outbox, events, jobs, pages."""

    name = "common"

    def ready(self):
        from common import company, currencies, heartbeat, mailing, own_gauges, own_invariants, workdays, worktime
        from common.api import refusals

        mailing.register()
        currencies.register()
        company.register()
        workdays.register()
        worktime.register()
        refusals.register()
        own_invariants.register()
        own_gauges.register()
        heartbeat.register()
