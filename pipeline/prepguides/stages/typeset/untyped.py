"""What WeasyPrint and pydyf hand out: neither has types, so here is where what is known of them ends."""

from __future__ import annotations

from typing import Any

Box = Any
"""A laid-out box, or a list of laid-out pages."""
Document = Any
"""A laid-out document."""
Context = Any
"""The state of a layout."""
Style = Any
"""The computed properties of a box."""
Value = Any
"""An argument or a result of WeasyPrint's that is handed on unread, or a number or keyword of its layout."""
