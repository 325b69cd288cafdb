"""The mailbox (R056): mails with workbook, CSV or text become pieces of intake, each once, with the mail attached."""
