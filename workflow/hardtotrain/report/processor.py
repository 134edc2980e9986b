"""What processor a run had, without more than Python: benchmarks ask too."""

import platform
from pathlib import Path


def processor() -> str:
    """The processor's name, from the kernel where it says it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
