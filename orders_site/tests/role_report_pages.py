"""Who may open which page of reports: continued from ``role_pages``."""

REPORT_PAGES: dict[str, str] = {
    "reports:builder": "report.view",
    "reports:kept": "report.view",
    "reports:keep": "report.view",
    "reports:keep-kept": "report.view",
    "reports:drop": "report.view",
    "reports:members": "report.view",
    "reports:facts": "report.view",
    "reports:file": "report.export",
    "reports:key-figures": "report.view",
    "reports:forecast": "report.view",
    "reports:forecast-file": "report.export",
}
