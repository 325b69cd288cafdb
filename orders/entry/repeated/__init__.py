"""Order templates (R064): an order that comes again, under a name, with prices and dates taken anew."""
