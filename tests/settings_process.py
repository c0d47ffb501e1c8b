"""Settings read by a fresh interpreter, with nothing in the environment but what a test puts there."""

import os
import subprocess
import sys


def run_with(profile: str, code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Import `camtree.settings.<profile>` as `settings` and run `code`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import camtree.settings.{profile} as settings\n{code}"],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
