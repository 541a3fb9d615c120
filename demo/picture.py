"""Pictures of the pages for the README, taken by a headless Chromium."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SIZE = (1360, 1000)


def take(address: str, path: Path) -> None:
    """Write the page at an address as a PNG; FileNotFoundError where there is no Chromium."""
    browser = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if browser is None:
        message = f"none of {', '.join(_NAMES)} is on PATH (Debian: apt-get install chromium fonts-wqy-zenhei)"
        raise FileNotFoundError(message)
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")
    size = f"--window-size={_SIZE[0]},{_SIZE[1]}"
    command = [browser, *flags, size, "--virtual-time-budget=4000", f"--screenshot={path}", address]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
