"""How much memory a process has. No stage: the limits of templates and those of workers both ask."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def address_space(pid: int | Literal["self"] = "self") -> int:
    """Bytes that the process has; 0 where the system does not say."""
    import resource  # which Windows has not

    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0
