"""A signal ends a command wherever it comes."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

LOST = """
import os, sys, time
from prepguides.cli.endings import endings

class Leaving:
    def __del__(self):
        os.kill(os.getpid(), int(sys.argv[1]))
        time.sleep(0.01)

with endings() as heard:
    try:
        leaving = Leaving()
        del leaving
        time.sleep(0.02)
        leaving = Leaving() if len(sys.argv) > 2 else None
        del leaving
        for _ in range(200):
            time.sleep(0.05)
        print("went on")
    except KeyboardInterrupt:
        print("ended by", *heard)
time.sleep(0.2)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("again", [(), ("again",)], ids=["once", "twice"])
def test_a_signal_that_comes_while_an_object_goes_away_ends_the_command_too(number: signal.Signals, again: tuple[str, ...]) -> None:
    """What is raised there is printed and forgotten by Python itself. None of those that are sent again comes after the block."""
    command = [sys.executable, "-c", LOST, str(int(number)), *again]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert (run.stdout, run.stderr) == (f"ended by {int(number)}\n", "")
