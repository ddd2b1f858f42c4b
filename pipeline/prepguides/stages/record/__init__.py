"""bytes -> files and Artifacts; reads and writes the Manifest. The only stage that writes."""

from __future__ import annotations

from .destinations import Destination, Folder, UnusableAddress, destination_at
from .files import hashes_on_disk, is_there, locked, refused, sha256, sweep, uninterrupted, write, write_files
from .manifest_file import MANIFEST_NAME, encoded, manifest_in, read_manifest, write_manifest

__all__ = [
    "MANIFEST_NAME",
    "Destination",
    "Folder",
    "UnusableAddress",
    "destination_at",
    "encoded",
    "hashes_on_disk",
    "is_there",
    "locked",
    "manifest_in",
    "read_manifest",
    "refused",
    "sha256",
    "sweep",
    "uninterrupted",
    "write",
    "write_files",
    "write_manifest",
]
