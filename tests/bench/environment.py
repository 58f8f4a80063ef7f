# SPDX-License-Identifier: GPL-3.0-or-later
"""The program and the Pythons that are measured: found, or installed, and run one at a time."""
import json
import os
import platform
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).resolve().parent / "peers"
PROGRAM = ROOT / "build/bin/btw"
RESULTS = ROOT / "build/bench"
DEBIAN = Path("/usr/bin/python3")
DEBIAN_PACKAGES = ["python3-torch", "python3-numpy", "python3-pandas", "python3-sklearn", "python3-scipy"]
# Debian's LibTorch and ours load the same BLAS, and its threads are bounded (cmake/BtwOptions.cmake).
OPENBLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"
# What a user's shell may hold and a measurement must not: tuned BLAS kernels, kinds of waiting and memory.
UNWANTED = ("OPENBLAS_", "OMP_", "MKL_", "KMP_", "GOMP_", "GLIBC_", "LD_LIBRARY_PATH", "LD_PRELOAD")


class Failed(Exception):
    pass


def _imports(python, modules):
    code = "; ".join(f"import {module}" for module in modules)
    return python.exists() and subprocess.run([python, "-c", code], capture_output=True).returncode == 0


def newest_torch():
    """The Python that has PyPI's torch: BTW_NEWEST_TORCH, /opt/torch, or a virtual environment of our own."""
    own = RESULTS / "torch/bin/python"
    named = os.environ.get("BTW_NEWEST_TORCH")
    for python in [Path(named)] if named else [Path("/opt/torch/bin/python"), own]:
        if _imports(python, ["torch", "numpy"]):
            return python
    print("Installing the newest torch from PyPI into build/bench/torch (several GB)", flush=True)
    subprocess.run([DEBIAN, "-m", "venv", RESULTS / "torch"], check=True)
    subprocess.run([RESULTS / "torch/bin/pip", "install", "-q", "torch", "numpy"], check=True)
    return own


def with_sklearn(python):
    """The same Python, with what tests/golden reads beside torch."""
    if not _imports(python, ["sklearn", "scipy"]):
        subprocess.run([python, "-m", "pip", "install", "-q", "scikit-learn", "scipy"], check=True)
    return python


def newest_pandas():
    """The Python that has PyPI's pandas: BTW_NEWEST_PANDAS, or a virtual environment of our own."""
    own = RESULTS / "pandas/bin/python"
    python = Path(os.environ.get("BTW_NEWEST_PANDAS", own))
    if not _imports(python, ["pandas"]):
        print("Installing the newest pandas from PyPI into build/bench/pandas", flush=True)
        subprocess.run([DEBIAN, "-m", "venv", RESULTS / "pandas"], check=True)
        subprocess.run([own.parent / "pip", "install", "-q", "pandas"], check=True)
        return own
    return python


def prepare(as_they_are=False):
    """Builds the program and installs what the peers need, where that has not been done. The Python of the newest torch."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    if as_they_are:
        return newest_torch()
    if PROGRAM.exists():
        subprocess.run(["cmake", "--build", "--preset", "default", "--target", "btw"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
    else:
        subprocess.run(["scripts/setup.sh", "--no-run"], cwd=ROOT, check=True)
    if not _imports(DEBIAN, ["torch", "numpy", "pandas", "sklearn", "scipy"]):
        subprocess.run(["bash", "-c", '. scripts/common.sh; install_packages python3-venv "$@"', "-", *DEBIAN_PACKAGES],
                       cwd=ROOT, check=True)
    return newest_torch()


def _environment(threads, libraries=None, small_pages=False):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(UNWANTED)}
    if threads:
        kept["OMP_NUM_THREADS"] = str(threads)
    if libraries:
        kept["LD_LIBRARY_PATH"] = libraries
        kept.update(_blas_kernels())
    if small_pages:  # where memory is counted: the program asks for large ones by itself, and a page counts whole
        kept["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=0"
    return kept


def _blas_kernels():
    """The kernels of OpenBLAS that the program chooses (core/engine/training/tunedenvironment.h), so that a peer on the same
    OpenBLAS has them, too."""
    flags = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("flags")), "").split()
    if {"avx512f", "avx512bw", "avx512dq", "avx512vl"} <= set(flags):
        return {"OPENBLAS_CORETYPE": "SkylakeX"}
    return {"OPENBLAS_CORETYPE": "Haswell"} if {"avx2", "fma"} <= set(flags) else {}


def _call(command, environment):
    done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise Failed(f"{' '.join(map(str, command))} failed with {done.returncode}: {' '.join(said)}")
    return done.stdout


def _flags(options):
    return [word for key, value in options.items() for word in (f"--{key}", value)]


def peer(python, script, *, threads, small_pages=False, **options):
    """One line of a peer's JSON. `options` are its flags."""
    libraries = OPENBLAS if python == DEBIAN else None
    out = _call([python, PEERS / f"{script}.py", *_flags({"threads": threads, **options})],
                _environment(threads, libraries, small_pages))
    return json.loads(out.strip().splitlines()[-1])


def ours(name, *, threads, small_pages=False, **options):
    """All rows of `btw bench NAME`."""
    return json.loads(_call([PROGRAM, "bench", name, *_flags({"threads": threads, **options}), "--json"],
                            _environment(None, small_pages=small_pages)))


def checked(script, *arguments, python=DEBIAN):
    """What a check prints; raises where it does not hold."""
    return _call([python, PEERS / f"{script}.py", *arguments], _environment(1, OPENBLAS if python == DEBIAN else None))


def timed(command):
    """Milliseconds of a program from its start to its end, and the most memory that it held."""
    begin = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], env=_environment(None), stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    taken = (time.perf_counter() - begin) * 1e3
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))} failed with {process.returncode}: {said.strip().splitlines()[-1:]}")
    return {"median_ms": taken, "peak_mb": usage.ru_maxrss * 1024 / 1e6}


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def machine():
    """One sentence on what this was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, Linux {platform.release()}; "
            f"load average at the start {os.getloadavg()[0]:.2f}")


def cores():
    return len(os.sched_getaffinity(0))
