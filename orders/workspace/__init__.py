"""The order's page: one screen composed of what the rooms below know about an order."""
