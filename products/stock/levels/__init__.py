"""How much of a product is to lie there, what is to come for it, and what lies there too long (R126, R129)."""
