"""What can be done about a line that lacks goods: later, in parts, another product, from others, from the supplier
(R119, R120, R159)."""
