import os
import subprocess
import sys

from tests.bench.processes import TICKS, children, cpu_in, cpu_of_children, exact_cpu_of_children, memory_of

# What stands behind the name: state, parent … then utime, stime, cutime, cstime.
STAT = "4711 (postgres: (a) b) S 1 2 3 4 5 6 7 8 9 10 {own} {system} {ended} {ended_system} 20 0 1 0"
BUSY = "import time\nwhile time.process_time() < 0.3: pass\n"


def test_cpu_in_a_line_of_proc() -> None:
    line = STAT.format(own=3 * TICKS, system=TICKS, ended=5 * TICKS, ended_system=0)
    assert cpu_in(line) == (4.0, 5.0)


def test_cpu_of_children_counts_those_that_run_and_those_that_ended() -> None:
    before = cpu_of_children(os.getpid())
    subprocess.run([sys.executable, "-c", BUSY], check=True)
    ended = cpu_of_children(os.getpid())
    assert 0.28 < ended - before < 3
    program = BUSY + "print(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in children(os.getpid())
        assert 0.28 < cpu_of_children(os.getpid()) - ended < 3
        child.communicate(b"\n")


def test_memory_of_this_process() -> None:
    assert 5 < memory_of(os.getpid()) < 5000


def test_exact_cpu_counts_them_too_and_less_than_a_tick() -> None:
    before = exact_cpu_of_children(os.getpid())
    program = "import time\nwhile time.process_time() < 0.05: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        running = exact_cpu_of_children(os.getpid()) - before
        child.communicate(b"\n")
    assert 0.048 < running < 1
    assert running % (1 / TICKS) > 0
    assert 0.03 < exact_cpu_of_children(os.getpid()) - before < 2
