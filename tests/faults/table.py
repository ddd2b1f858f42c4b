"""Prints what commands do while the machine fails them: python tests/faults/table.py [--step N] [--kills N]"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faults.harness import (
    COMMANDS,
    Finding,
    with_a_clock_that_runs_backward,
    with_commands_killed,
    with_copies_killed,
    with_failing_calls,
    with_kills,
    with_previews_killed,
    with_publishing_killed,
    with_small_file_systems,
    with_temporary_folders_that_fail,
)

OTHERS = {
    "build, its own process killed": with_commands_killed,
    "build --learners, killed": with_copies_killed,
    "publish, killed": with_publishing_killed,
    "preview, killed": with_previews_killed,
}
Trial = Callable[[Path], tuple[int, list[Finding]]]


def trials(step: int, kills: int) -> dict[str, Trial]:
    calls: dict[str, Trial] = {f"{name}, a system call fails": partial(with_failing_calls, name, step=step) for name in COMMANDS}
    killed: dict[str, Trial] = {f"{name}, killed": partial(with_kills, name, number=kills) for name in ("build", "build again", "clean")}
    return {
        **calls,
        "clock runs backward": with_a_clock_that_runs_backward,
        "no room for temporary files": with_temporary_folders_that_fail,
        **(killed if kills else {}),
        "small file systems": with_small_file_systems,
        **({name: partial(trial, number=kills) for name, trial in OTHERS.items()} if kills else {}),
    }


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--step", type=int, default=1, metavar="N", help="try every N-th call and error; default: all")
    words.add_argument("--kills", type=int, default=200, metavar="N", help="moments at which each command is killed; default: 200")
    chosen = words.parse_args()
    failed = False
    print(f"{'fault':<40} {'tried':>6}  not as promised", flush=True)
    for name, trial in trials(chosen.step, chosen.kills).items():
        with tempfile.TemporaryDirectory(prefix="faults-") as folder:
            tried, findings = trial(Path(folder))
        print(f"{name:<40} {tried:>6}  {len(findings) or 'nothing'}", flush=True)
        for finding in findings:
            print(f"    {finding.fault}: {finding.what}", flush=True)
        failed = failed or bool(findings)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
