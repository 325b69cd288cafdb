"""The order list: a page over several rooms (saved views, columns, totals, actions on many orders)."""
