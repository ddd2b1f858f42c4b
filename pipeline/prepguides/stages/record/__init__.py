"""bytes -> files and Artifacts; reads and writes the Manifest. The only stage that writes."""

from __future__ import annotations

from .destinations import Destination, LocalFolder, UnusableAddress, destination_at
from .files import PRIVATE, hashes_on_disk, is_there, refused, remove_empty, sha256, sweep, write, write_files, write_together
from .locks import ENDING, Busy, locked, unchanging, uninterrupted
from .manifest_file import MANIFEST_NAME, encoded, manifest_in, manifest_to_change, read_manifest, write_manifest

__all__ = [
    "ENDING",
    "MANIFEST_NAME",
    "PRIVATE",
    "Busy",
    "Destination",
    "LocalFolder",
    "UnusableAddress",
    "destination_at",
    "encoded",
    "hashes_on_disk",
    "is_there",
    "locked",
    "manifest_in",
    "manifest_to_change",
    "read_manifest",
    "refused",
    "remove_empty",
    "sha256",
    "sweep",
    "unchanging",
    "uninterrupted",
    "write",
    "write_files",
    "write_manifest",
    "write_together",
]
