"""Actual ship dates as the company's own software says them (R028, R303; SEMANTICS 11)."""
