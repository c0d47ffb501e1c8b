import pytest

from camtree.core.apart import ApartError, TooMuchWorkError, run_apart


@pytest.fixture
def script(tmp_path):
    def write(*lines):
        place = tmp_path / "work.py"
        place.write_text("\n".join(["import sys", *lines]))
        return place

    return write


def test_what_the_script_writes_comes_back(script):
    upper = script("sys.stdout.buffer.write(sys.stdin.buffer.read().upper() + sys.argv[1].encode())")
    assert run_apart(upper, " نص", content=b"abc", seconds=20, mib=500).decode() == "ABC نص"


def test_what_it_ends_with_is_told(script):
    with pytest.raises(ApartError) as caught:
        run_apart(script("sys.stderr.write('broken')", "sys.exit(3)"), content=b"", seconds=20, mib=500)
    assert (caught.value.status, caught.value.said) == (3, "broken")
    assert not isinstance(caught.value, TooMuchWorkError)


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("while True: pass", 0.5),
        ("held = [bytearray(50_000_000) for _ in range(100)]", 20),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 20),
    ],
    ids=["time", "memory", "killed"],
)
def test_too_much_work_is_ended(script, line, seconds):
    with pytest.raises(TooMuchWorkError):
        run_apart(script(line), content=b"", seconds=seconds, mib=300)


def test_nothing_of_the_web_process_is_seen(script, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hidden")
    look = script("import os", "sys.stdout.write(' '.join(sorted(os.environ)))")
    assert "SECRET_KEY" not in run_apart(look, content=b"", seconds=20, mib=500).decode()
