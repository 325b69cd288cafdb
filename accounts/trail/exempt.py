"""Which tables and columns the trail leaves out, and why. Upper apps may register tables of their own."""

from common.registry import Registry

# table -> reason
exempt_tables: Registry[str] = Registry("accounts.trail_exempt")

_TABLES = {
    "accounts_trailrow": "the trail itself",
    "accounts_trailseal": "the trail's seals, append-only too",
    "common_daycounter": "a counter; the numbers it gave out stand in the documents",
    "common_stamp": "technical: when definitions changed, which stands in their own rows",
    "common_duplicatepair": "searched anew every night; what people decide about it stands in events",
    "common_heartbeat": "technical: when the machinery last showed that it goes on",
    "common_clockrun": "technical: how a job of the timetable went last",
    "common_uploadday": "a counter; the files stand in their own rows",
    "common_idempotencyrecord": "a copy of an answer, kept seven days",
    "common_outboxmessage": "technical: what it tells stands in the documents and events",
    "accounts_preference": "columns and collapsed panels of one person's screen",
    "accounts_usersession": "as long as the session it names, whose key it holds; events tell of both",
    "accounts_notification": "copies of news that events tell; read marks are nobody's business",
}

# column or table.column -> reason
HIDDEN_COLUMNS = {
    "search_text": "derived from names",
    "search_grams": "derived from names",
    "name_key": "derived from names",
    "text_id": "derived from the texts beside it",
    "code_key": "derived from the code",
    **dict.fromkeys(
        (f"customers_customer.{name}" for name in ("tags", "flags", "rules_number", "customer_class")),
        "derived by the rules; periods keep what it was",
    ),
    **dict.fromkeys(
        (
            f"orders_order.{name}"
            for name in (
                *("amount_class", "time_class", "customer_type"),
                *("priority", "priority_amount", "priority_time", "priority_customer"),
            )
        ),
        "derived by the bands in force, whose versions stay, and by the days that pass",
    ),
    "customers_customer.province_group": "derived by the rules; periods keep what it was",
    "customers_anonymisationrequest.marks": "who is to be forgotten, kept until he is",
    "accounts_user.password": "secret",
    "accounts_user.session_epoch": "technical",
    "accounts_user.last_sign_in_at": "told by auth events",
    "accounts_apitoken.digest": "secret",
    "common_signedlink.digest": "secret",
    "common_signedlink.salt": "secret",
    "reminders_robot.key": "secret",
    "reminders_robot.secret": "secret",
    "reminders_robot.last_error": "what a service said last; noise",
    "reminders_robot.last_sent_at": "noise",
    "integration_webhookendpoint.secret": "secret",
    "integration_webhookendpoint.old_secret": "secret",
    **dict.fromkeys(
        (f"integration_webhookendpoint.{n}" for n in ("position", "failures", "due_at", "last_taken_at", "last_error")),
        "how far sending is; its log tells",
    ),
    "accounts_apitoken.last_used_at": "noise",
    "common_event.position": "place in the feed, given after commit",
    "common_job.heartbeat_at": "noise",
    "common_job.done": "noise",
    "common_job.stage": "noise",
}


def register() -> None:
    """Declare the ground floors' own tables; called once from ``AccountsConfig.ready``."""
    for table, reason in _TABLES.items():
        exempt_tables.register(table, reason)
