"""What customers say and what comes back, boiled down: satisfaction and complaints of a customer, the risk of a product
(R055, R177, R221, R281). Counted here, kept by customers and products (docs/adr/0090)."""
