"""Splitting a draft into two orders, and making several drafts of one customer into one."""
