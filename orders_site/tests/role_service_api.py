"""Who may call which operation of the API about how content customers are, what their voice comes to, and of that
about webhooks and reservations: part of ``role_api``."""

from orders_site.tests.role_words import SCOPED, SIGNED_IN

SERVICE_API: dict[str, str] = {
    "api-bulk-list": SIGNED_IN,  # each row asks for what its own address asks for
    "api-reservation-list": SCOPED + "stock.view",
    "api-reservation-answers": "stock.adjust",
    "api-webhook-list": "webhook.manage",
    "api-webhook-detail": "webhook.manage",
    "api-webhook-rotate-secret": "webhook.manage",
    "api-webhook-pause": "webhook.manage",
    "api-webhook-resume": "webhook.manage",
    "api-webhook-go-to": "webhook.manage",
    "api-webhook-test": "webhook.manage",
    "api-webhook-resend": "webhook.manage",
    "api-webhook-remove": "webhook.manage",
    "api-webhook-attempt-list": "webhook.manage",
    "api-satisfaction-list": SCOPED + "order.view",
    "api-satisfaction-figures": SCOPED + "order.view",
    "api-satisfaction-detail": "order.view",
    "api-satisfaction-resend": "customer.serve",
    "api-satisfaction-revoke": "customer.serve",
    "api-customer-withdraw-note": "customer.note",
    "api-customer-voice": "customer.view",
    "api-rulebook-list": SIGNED_IN,
    "api-rulebook-detail": SIGNED_IN,
    "api-rulebook-bind-checks": "rulebook.manage",
    "api-rulebook-review": "rulebook.review",
    "api-contact-look-list": SCOPED + "disclosure.view",
    "api-customer-reveal-contact": "contact.reveal",
    "api-disclosure-list": SCOPED + "disclosure.view",
    "api-product-risk-list": "product.view",
    "api-product-risk-detail": "product.view",
}
