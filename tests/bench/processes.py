"""What running processes have used, as Linux tells it in /proc."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def cpu_in(stat: str) -> tuple[float, float]:
    """Seconds of CPU that a process has used itself, and that its ended children had, from its `/proc/<pid>/stat`."""
    # The name stands in brackets and may hold blanks and brackets itself.
    fields = stat.rsplit(")", 1)[1].split()
    own, ended = fields[11:13], fields[13:15]
    return sum(map(int, own)) / TICKS, sum(map(int, ended)) / TICKS


def children(pid: int) -> list[int]:
    """The processes that `pid` has started and that still run."""
    return [int(child) for child in (PROC / f"{pid}/task/{pid}/children").read_text().split()]


def cpu_of_children(pid: int) -> float:
    """Seconds of CPU that all children of a process have used so far, ended ones too."""
    while True:
        try:
            running = sum(cpu_in((PROC / f"{child}/stat").read_text())[0] for child in children(pid))
        except (FileNotFoundError, ProcessLookupError):  # one has just ended: then its parent has it
            continue
        return running + cpu_in((PROC / f"{pid}/stat").read_text())[1]


def exact_cpu_of_children(pid: int) -> float:
    """As `cpu_of_children`, to the microsecond for those that still run: enough to tell single requests."""
    while True:
        try:
            running = sum(
                int((PROC / f"{child}/task/{thread.name}/schedstat").read_text().split()[0])
                for child in children(pid)
                for thread in (PROC / f"{child}/task").iterdir()
            )
        except (FileNotFoundError, ProcessLookupError):
            continue
        return running / 1e9 + cpu_in((PROC / f"{pid}/stat").read_text())[1]


def memory_of(pid: int) -> float:
    """MiB that a process takes: what it shares is divided among those that share it."""
    for line in (PROC / f"{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"/proc/{pid}/smaps_rollup does not tell the memory")


def _resident(pid: int, name: str) -> float:
    for line in (PROC / f"{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"/proc/{pid}/status does not tell {name}")


def reset_peak(pid: int) -> float:
    """Begin to watch for the most that a process takes; MiB that it takes now."""
    (PROC / f"{pid}/clear_refs").write_text("5")
    return _resident(pid, "VmRSS")


def peak_of(pid: int) -> float:
    """MiB that a process has taken at the most since `reset_peak`."""
    return _resident(pid, "VmHWM")


def whole_cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used, with those that it started and that have ended."""
    return sum(cpu_in((PROC / f"{pid}/stat").read_text()))
