"""Loaded last by the process that workers come from, and by no other: what it has loaded is there to the end of each worker.

Looking through it for garbage would take time, and memory too: whatever is looked through is copied for the worker that does so.
"""

from __future__ import annotations

import gc

gc.freeze()
gc.enable()
