"""The order-line list (R029): a page over several rooms, with the areas of the country beside it."""
