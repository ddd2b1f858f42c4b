"""Sees to a Chromium for the tests in a browser: the system's, else Debian's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def main() -> None:
    if shutil.which("chromium"):
        return
    if Path("/etc/debian_version").is_file() and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        if subprocess.run(command, check=False, env=environment).returncode == 0 and shutil.which("chromium"):
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=True)


if __name__ == "__main__":
    main()
