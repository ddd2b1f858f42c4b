"""The marker of tests that read the library as prose. They have an environment of their own: tox -e prose."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "prose: reads the library for style; run by its own tox environment")
