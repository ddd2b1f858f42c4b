"""What a second paper costs, closer than a whole build tells: one edition on one paper and on both by turns, the least of each.

python benchmarks/papers.py PROJECT GUIDE
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from run import build

TURNS = 7
"""On a machine whose speed wanders by a tenth, the least of seven wanders by a hundredth."""


def main(project: Path, guide: str) -> str:
    """The ratio, and what it was made from."""
    walls: dict[str, list[float]] = {"a4": [], "all": []}
    for _ in range(TURNS):
        for paper, found in walls.items():
            with tempfile.TemporaryDirectory() as output:
                found.append(build(project, guide, "--edition", "candidate", "--paper", paper, "--output", output).wall)
    one, both = min(walls["a4"]), min(walls["all"])
    return f"{guide}: one paper {one:.2f} s, both {both:.2f} s, {both / one:.3f} ×, the least of {TURNS} each"


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]).resolve(), sys.argv[2]) + "\n")
