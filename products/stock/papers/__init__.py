"""Papers of the warehouse: goods arrival, transfer, count, adjustment, each with its number (docs/adr/0038)."""
