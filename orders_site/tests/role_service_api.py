"""Who may call which operation of the API about how content customers are, what their voice comes to, and of that
about webhooks: part of ``role_api``."""

from orders_site.tests.role_words import SCOPED

SERVICE_API: dict[str, str] = {
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
    "api-product-risk-list": "product.view",
    "api-product-risk-detail": "product.view",
}
