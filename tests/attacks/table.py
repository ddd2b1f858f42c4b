"""Prints what became of each attack: python tests/attacks/table.py [--way WAY] [--name WORDS] [--jobs N]"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attacks.document import Document
from attacks.runner import MIB, SECONDS, WAYS, Row, run


def tried(chosen: list[tuple[str, Document]], jobs: int) -> Iterator[Row]:
    """Each attack in a folder of its own, several at a time, in their order."""
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder, ThreadPoolExecutor(jobs) as pool:
        numbered = [(way, document, Path(folder).resolve() / str(number)) for number, (way, document) in enumerate(chosen)]
        yield from pool.map(lambda row: run(*row), numbered)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--way", choices=WAYS, help="only what comes this way in")
    words.add_argument("--name", default="", help="only documents with these words in their names")
    words.add_argument("--jobs", type=int, default=1, metavar="N", help="attacks at a time; default: 1")
    chosen = words.parse_args()
    documents = [(way, document) for way in WAYS if chosen.way in (None, way) for document in WAYS[way] if chosen.name in document.name]
    print(f"{'way in':<12} {'document':<32} {'CPU s':>6} {'MiB':>5}  result", flush=True)
    rows = []
    for row in tried(documents, chosen.jobs):
        rows.append(row)
        print(f"{row.way:<12} {row.document.name:<32} {row.seconds:>6.1f} {row.mib:>5.0f}  {row.result}", flush=True)
        for fault in row.faults:
            print(f"    FAULT: {fault}", flush=True)
    print(*summary(rows), sep="\n")
    return 1 if any(row.faults for row in rows) else 0


def summary(rows: list[Row]) -> Iterator[str]:
    """The figures that docs/security.md quotes."""
    yield f"\n{'way in':<12} documents refused printed reads network unlocated costly otherwise"
    for way in (*dict.fromkeys(row.way for row in rows), "all"):
        of_way = [row for row in rows if way in (row.way, "all")]
        refused = sum(row.result.startswith("refused") for row in of_way)
        printed = sum(row.result.startswith("printed") for row in of_way)
        faults = [sum(bool(getattr(row, name)) for row in of_way) for name in ("reads", "network", "unlocated", "costly", "other")]
        counts = " ".join(f"{count:>{width}}" for count, width in zip(faults, (5, 7, 9, 6, 9), strict=True))
        yield f"{way:<12} {len(of_way):>9} {refused:>7} {printed:>7} {counts}"
    most = f"most: {max(row.seconds for row in rows):.1f} s, {max(row.mib for row in rows):.0f} MiB"
    yield f"costly is over {SECONDS:.0f} s of processor time or {MIB:.0f} MiB; {most}"


if __name__ == "__main__":
    sys.exit(main())
