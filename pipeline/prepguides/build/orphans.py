"""Loaded first by the process that workers come from, and by no other: what it says when the command was killed, which is nothing.

A command that is killed while it starts a worker leaves behind a message that breaks off. Python would print a traceback of its own
library for that, after the shell has printed its prompt.

What it loads next is no garbage, and is not looked through for any; `loaded` ends that.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from pickle import UnpicklingError
from traceback import extract_tb
from types import TracebackType


def say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """As Python does, but for what `multiprocessing` meets at the end of a message that broke off."""
    at = extract_tb(trace)
    broke_off = (
        issubclass(kind, EOFError | UnpicklingError | ConnectionError) and at and Path(at[-1].filename).parent.name == "multiprocessing"
    )
    if not broke_off:
        sys.__excepthook__(kind, error, trace)


def mention(unraisable: sys.UnraisableHookArgs) -> None:
    """In a worker, what an object raises while it goes away; but where memory runs out, the task's own end tells it, with its place."""
    if not issubclass(unraisable.exc_type, MemoryError):
        sys.__unraisablehook__(unraisable)


sys.excepthook = say
sys.unraisablehook = mention
gc.disable()
