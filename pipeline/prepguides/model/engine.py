"""The versions of WeasyPrint and pydyf whose inner workings `typeset` and `repair_tags` were written for, and tested with."""

from __future__ import annotations

TESTED = {"weasyprint": "70.0", "pydyf": "0.13.0"}
"""Distribution to version, as `pyproject.toml` pins them."""
