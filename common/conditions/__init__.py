"""Conditions: rows ``field operator value`` joined by 并且 / 或者 with brackets (R025–R027, SEMANTICS 5). Pure."""
