"""One target under atheris, with the options of libFuzzer: python tests/fuzz/guided.py markdown -runs=100000 tests/fuzz/corpus/markdown"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

with atheris.instrument_imports(include=["prepguides"]):
    from fuzz.targets import TARGETS

TARGET = TARGETS[sys.argv.pop(1)]


def one(content: bytes) -> None:
    TARGET(content.decode("utf-8", "replace"))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
