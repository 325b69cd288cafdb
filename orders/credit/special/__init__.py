"""Special approvals over the credit limit (特批): asked for on an order, decided like other approvals."""
