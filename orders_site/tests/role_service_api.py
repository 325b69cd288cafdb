"""Who may call which operation of the API about how content customers are and what their voice comes to: part of
``role_api``."""

from orders_site.tests.role_words import SCOPED

SERVICE_API: dict[str, str] = {
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
