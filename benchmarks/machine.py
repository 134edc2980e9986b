"""The machine: its core, what that can do, and what is installed."""

import os
import platform
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import numpy as np

from hardtotrain.report.processor import processor

PACKAGES = ("numpy", "scipy", "scikit-learn", "torch", "jax", "jaxlib")
SGEMM_SIZE = 2000


def pin_to_one_core() -> None:
    """Keeps this process and those it starts on the last core, where the system can do so."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def sgemm_rate() -> float:
    """Floating-point operations a second in a large product of float32 matrices."""
    random = np.random.default_rng(0)
    A = random.random((SGEMM_SIZE, SGEMM_SIZE), np.float32)
    product = np.empty_like(A)
    start = time.perf_counter()
    np.matmul(A, A, out=product)
    return 2 * SGEMM_SIZE**3 / (time.perf_counter() - start)


def description() -> list[str]:
    """Processor, caches and versions, a line each."""
    return [
        f"{processor()}, {os.cpu_count()} cores, of which one is used",
        f"caches: {', '.join(caches()) or 'not known'}",
        f"{platform.system()}, Python {platform.python_version()}",
        *blas_libraries(),
        ", ".join(f"{package} {version(package)}" for package in PACKAGES),
    ]


def blas_libraries() -> list[str]:
    """The BLAS of numpy and that of scipy, which the engine's updates call, a line each."""
    from threadpoolctl import threadpool_info  # only the benchmark's environment has it

    import_module("scipy.linalg.blas")  # only what is loaded is found
    return [
        f"{Path(library['filepath']).parent.name}: {library['internal_api']} {library['version']},"
        f" kernels for {library['architecture']}, {library['num_threads']} thread"
        for library in threadpool_info()
        if library["user_api"] == "blas"
    ]


def caches() -> list[str]:
    """The caches of the first core: level, kind and size."""
    folders = sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*"))
    return [
        "L{level} {type} {size}".format(
            **{
                name: (folder / name).read_text(encoding="utf-8").strip()
                for name in ("level", "type", "size")
            }
        )
        for folder in folders
    ]
