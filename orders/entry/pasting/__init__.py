"""Lines of an order out of whatever people paste: a spreadsheet, a mail, a chat (R062, R063)."""
