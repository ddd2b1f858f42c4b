"""Links to what another document prints, with which this one will be bound: by name, as links within one document are."""

from __future__ import annotations

from pydyf import PDF, Dictionary, String

from ...model.assets import BASE_ADDRESS

OUTWARD = f"{BASE_ADDRESS}guide"
"""The address that such links have until the document is written."""


def name_outward_links(pdf: PDF) -> None:
    """Annotations that lead to the address lead to the name behind it."""
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("Subtype") == "/Link" and "A" in item:
            address = item["A"].get("URI")
            text = address.string if isinstance(address, String) else ""
            if text.startswith(f"{OUTWARD}#"):
                item["Dest"] = String(text.partition("#")[2])
                del item["A"]
