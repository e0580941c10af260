"""The machine and the versions of a run: without its name and without any path."""

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

import django


def facts() -> dict[str, str]:
    """What figures depend on, by what it is called."""
    return {
        "Processor": f"{processor()}, {os.cpu_count()} cores",
        "Memory": f"{_memory() / 2**30:.0f} GiB",
        "System": f"{_system()}, kernel {platform.release().partition('-')[0]}, {platform.machine()}",
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "gunicorn": version("gunicorn"),
        "python-calamine": version("python-calamine"),
        "XlsxWriter": version("xlsxwriter"),
    }


def pace() -> float:
    """Seconds that ten million additions take just now."""
    total = 0
    began = time.perf_counter()
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - began


def processor() -> str:
    """As Linux names it; elsewhere as Python does."""
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def _memory() -> int:
    """Bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()
