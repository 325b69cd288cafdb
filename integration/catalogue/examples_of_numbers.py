"""Numbers of what the examples are about."""

NUMBERS = {
    "orders.order": "SO20261120-0001",
    "orders.changerequest": "CR20261120-0001",
    "orders.outbounddocument": "OB20261120-0001",
    "orders.receipt": "RC20261120-0001",
    "orders.invoice": "IV20261120-0001",
    "orders.returndocument": "RT20261120-0001",
    "orders.exceptioncase": "EX20261120-0001",
    "orders.quotation": "QT20261120-0001",
    "customers.customer": "15.003",
    "products.product": "05.4.01.001",
}
