"""The import engine: profile, readers, staging, checks, report. Targets register in ``targets.importers``.

The modules that the reading child process uses (values, expressions, archive, readers, child) import
neither Django nor any app: the child starts in a tenth of a second and stays small.
"""
