#!/usr/bin/env python3
"""Builds the Containerfile on two bases, prints a guide in each, and compares the bytes: .ci/two_bases.py docker|podman|roots

The two print in different folders, as different users, in different time zones and languages and on different numbers of cores. With
`roots` there is no container: as the superuser on a Debian, debootstrap makes a root folder of each release, and the Containerfile's
instructions are carried out below it. `--lend FILE` copies a file of this machine there, such as a certificate that pip needs.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
RELEASES = {"debian:12-slim": "bookworm", "python:3.13-slim-trixie": "trixie"}
"""The bases, and the releases of Debian that they are made from. Their Python is the release's own with `roots`: 3.11, and 3.13."""


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Circumstances:
    """What must not matter."""

    folder: str
    user: int
    environment: Mapping[str, str]
    cores: str


HERE = Circumstances("/project", 1000, {"LC_ALL": "C.UTF-8", "TZ": "UTC0", "PYTHONHASHSEED": "1"}, "0")
THERE = Circumstances("/srv/a longer way/ünder", 4242, {"LC_ALL": "POSIX", "TZ": "<+14>-14", "PYTHONHASHSEED": "4242"}, "0,1")


@dataclass(frozen=True)
class Stage:
    """A base, and what is done on it."""

    base: str
    name: str
    steps: tuple[tuple[str, str], ...]
    """Instructions in their order, each with the rest of its line."""


def stages(containerfile: str) -> list[Stage]:
    """Of a Containerfile, lines put together that end with a backslash."""
    found: list[Stage] = []
    for line in re.sub(r"\\\n", "", re.sub(r"^\s*#.*\n", "", containerfile, flags=re.MULTILINE)).splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found.append(Stage(base, name, ()))
        elif word and found:
            found[-1] = Stage(found[-1].base, found[-1].name, (*found[-1].steps, (word, rest.strip())))
    return found


@dataclass
class Root:
    """A root folder in the place of a container."""

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"})

    def run(self, command: Sequence[str], user: int = 0, cores: str = "", **more: str) -> None:
        """The command in it, with no more of this machine's environment than what is for pip, without paths of what is not there."""
        asked = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        own = {name: value for name, value in asked.items() if not value.startswith("/") or (self.folder / value.lstrip("/")).exists()}
        variables = [f"{name}={value}" for name, value in {**own, "DEBIAN_FRONTEND": "noninteractive", **self.environment, **more}.items()]
        on = ["taskset", "-c", cores] if cores else []
        within = ["chroot", f"--userspec={user}:{user}", str(self.folder), "env", "-i", *variables, *command]
        subprocess.run([*on, *within], check=True, stdin=subprocess.DEVNULL)

    def mounted(self) -> None:
        for kind, at in (("proc", "proc"), ("tmpfs", "dev/shm")):
            (self.folder / at).mkdir(exist_ok=True)
            subprocess.run(["mount", "-t", kind, kind, str(self.folder / at)], check=True)

    def unmounted(self) -> None:
        for at in ("dev/shm", "proc"):
            subprocess.run(["umount", "-l", str(self.folder / at)], check=False)


def bootstrapped(folder: Path, release: str, lent: Sequence[Path]) -> Root:
    """As small a Debian as there is."""
    subprocess.run(["debootstrap", "--variant=minbase", release, str(folder)], check=True, stdout=subprocess.DEVNULL)
    for path in (Path("/etc/resolv.conf"), *lent):
        there = folder / path.relative_to("/")
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, there)
    return Root(folder)


def carry_out(stage: Stage, root: Root, others: Mapping[str, Root]) -> None:
    """The stage's instructions. Of those that matter to a container alone, USER, WORKDIR and ENTRYPOINT, none."""
    for word, rest in stage.steps:
        if word == "RUN":
            say(f"RUN {rest[:100]}")
            root.run(["sh", "-c", rest])
        elif word == "ENV":
            name, _, value = rest.partition("=")
            root.environment[name] = value
        elif word == "COPY" and rest.startswith("--from="):
            name, source, to = rest.removeprefix("--from=").split()
            target = root.folder / to.lstrip("/")
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(others[name].folder / source.lstrip("/"), target, symlinks=True)
        elif word == "COPY":
            for path in tracked():
                there = root.folder / "source" / path
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(CHECKOUT / path, there)
        elif word not in {"USER", "WORKDIR", "ENTRYPOINT", "ARG"}:
            raise SystemExit(f"{word} is nothing that is known here")


def tracked() -> list[str]:
    """The files of the checkout."""
    return subprocess.run(["git", "ls-files"], cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout.splitlines()


def printed_in_roots(guide: str, folder: Path, lent: Sequence[Path]) -> Iterator[dict[str, str]]:
    """The hashes of what is printed in each of two root folders."""
    first, last = stages((CHECKOUT / "Containerfile").read_text(encoding="utf-8"))
    libraries = bootstrapped(folder / "libraries", RELEASES[first.base], lent)
    carry_out(first, libraries, {})
    for where, (base, release) in zip((HERE, THERE), RELEASES.items(), strict=True):
        say(f"== {base}: {release}")
        root = bootstrapped(folder / release, release, lent)
        root.mounted()
        try:
            carry_out(last, root, {first.name: libraries})
            project = root.folder / where.folder.lstrip("/")
            laid_out(project, where.user)
            root.run(
                [entry(last), "build", guide, "--project", where.folder],
                where.user,
                where.cores,
                HOME="/nonexistent",
                **where.environment,
            )
            yield hashes(project / "output")
        finally:
            root.unmounted()


def printed_in_containers(engine: str, guide: str, folder: Path) -> Iterator[dict[str, str]]:
    """The same in containers."""
    for where, base in zip((HERE, THERE), RELEASES, strict=True):
        say(f"== {base}")
        image = f"prepguides-{RELEASES[base]}"
        subprocess.run([engine, "build", "-f", "Containerfile", "--build-arg", f"BASE={base}", "-t", image, "."], cwd=CHECKOUT, check=True)
        project = folder / RELEASES[base]
        laid_out(project, None)
        variables = [word for name, value in where.environment.items() for word in ("--env", f"{name}={value}")]
        limits = ["--user", f"{where.user}:{where.user}", "--cpuset-cpus", where.cores, "--volume", f"{project}:{where.folder}"]
        words = ["build", guide, "--project", where.folder]
        subprocess.run([engine, "run", "--rm", *limits, *variables, image, *words], check=True)
        yield hashes(project / "output")


def entry(stage: Stage) -> str:
    """The program that the image is made for."""
    (words,) = [rest for word, rest in stage.steps if word == "ENTRYPOINT"]
    return shlex.split(words.strip("[]"))[0]


def laid_out(project: Path, user: int | None) -> None:
    """The content and themes of the checkout; they are the user's, or where that is another machine's, everybody's."""
    for name in ("content", "templates"):
        shutil.copytree(CHECKOUT / name, project / name)
    for path in (project, *project.rglob("*")):
        if user is None:
            path.chmod(0o777 if path.is_dir() else 0o666)
        else:
            os.chown(path, user, user)


def hashes(output: Path) -> dict[str, str]:
    """Of all that was printed, but for the record of when."""
    files = [
        path for path in sorted(output.rglob("*")) if path.is_file() and path.name != "manifest.json" and not path.name.startswith(".")
    ]
    return {path.relative_to(output).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("engine", choices=["docker", "podman", "roots"])
    words.add_argument("--guide", default="pm-sheets", help="default: pm-sheets, which is soon printed")
    words.add_argument("--lend", action="append", default=[], type=Path, metavar="FILE")
    chosen = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="two-bases-") as folder:
        made = (
            printed_in_roots(chosen.guide, Path(folder), chosen.lend)
            if chosen.engine == "roots"
            else printed_in_containers(chosen.engine, chosen.guide, Path(folder))
        )
        one, other = made
    for path in sorted({*one, *other}):
        same = one.get(path) == other.get(path)
        say(f"{'same' if same else 'OTHER':<6} {one.get(path, 'absent')[:16]} {other.get(path, 'absent')[:16]}  {path}")
    return 0 if one and one == other else 1


if __name__ == "__main__":
    sys.exit(main())
