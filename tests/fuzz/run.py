"""Tries many inputs on each target and prints a table; one that raises is written into the corpus, and is the next test.

python tests/fuzz/run.py --runs 100000             Hypothesis, seeded by the corpus
python tests/fuzz/run.py --runs 100000 --guided    atheris, guided by what each input reaches; it adds to the corpus with --keep
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzz.strategies import texts
from fuzz.targets import CORPUS, TARGETS


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("targets", nargs="*", choices=[[], *TARGETS], metavar="TARGET", help=f"of {', '.join(TARGETS)}; default: all")
    words.add_argument("--runs", type=int, default=100_000, metavar="N", help="inputs for each target")
    words.add_argument("--guided", action="store_true", help="by atheris")
    words.add_argument("--keep", action="store_true", help="with --guided: keep inputs that reach something new")
    chosen = words.parse_args()
    failed = 0
    print(f"{'target':<10} {'inputs':>8} {'seconds':>8}  result", flush=True)
    for name in chosen.targets or TARGETS:
        begun = perf_counter()
        tried, found = guided(name, chosen.runs, keep=chosen.keep) if chosen.guided else generated(name, chosen.runs)
        failed += bool(found)
        print(f"{name:<10} {tried:>8} {perf_counter() - begun:>8.0f}  {found or 'no traceback'}", flush=True)
    return 1 if failed else 0


def generated(name: str, runs: int) -> tuple[int, str]:
    """How many inputs were tried, and what the smallest one that failed did."""
    tried, failing, inputs = 0, "", texts(name)

    @settings(
        max_examples=runs, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink]
    )
    @given(st.data())
    def try_one(data: st.DataObject) -> None:
        nonlocal tried, failing
        tried += 1
        text = data.draw(inputs)
        try:
            TARGETS[name](text)
        except Exception:
            failing = text
            raise

    try:
        try_one()
    except Exception as error:
        return tried, f"{type(error).__name__}: {error}, by {kept(name, failing)}".replace("\n", " ")[:300]
    return tried, ""


def kept(name: str, text: str) -> str:
    """The file in the corpus that the input was written to."""
    content = text.encode("utf-8", "surrogatepass")
    path = CORPUS / name / sha256(content).hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path.relative_to(CORPUS))


def guided(name: str, runs: int, *, keep: bool) -> tuple[int, str]:
    """In a process of its own, which ends with the first failure; so does one that takes a minute over an input."""
    script = Path(__file__).with_name("guided.py")
    with tempfile.TemporaryDirectory() as found:
        folders = [str(CORPUS / name)] if keep else [found, str(CORPUS / name)]
        limits = ["-max_len=2000", "-timeout=60", "-rss_limit_mb=3000"]
        options = [f"-runs={runs}", *limits, "-print_final_stats=1", f"-artifact_prefix={found}/failed-"]
        done = subprocess.run([sys.executable, str(script), name, *options, *folders], check=False, capture_output=True, text=True)
        for path in Path(found).glob("failed-*"):
            kept(name, path.read_bytes().decode("utf-8", "ignore"))
    return executed(done.stderr), "" if done.returncode == 0 else " ".join(done.stderr.split())[-300:]


def executed(said: str) -> int:
    """How many inputs libFuzzer says that it tried; a run that fails ends before all it was asked for."""
    told = [line.rpartition(":")[2] for line in said.splitlines() if line.startswith("stat::number_of_executed_units:")]
    return int(told[-1]) if told else 0


if __name__ == "__main__":
    sys.exit(main())
