"""Which supplier delivers which product, at what price, within how many days (R154, R155)."""
