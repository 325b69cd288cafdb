"""One command up: embedded servers and the application's processes as children of one supervisor.

Standard library and the database drivers only; Django is loaded by the children, never here.
"""
