import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from formgen.stopping import Stopped, Stopping, exit_code

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def passes() -> None:
    """Let so much time pass that a request that was put off comes again."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_end_is_raised_with_its_exit_code(number: signal.Signals) -> None:
    with Stopping(), pytest.raises(Stopped) as caught:
        signal.raise_signal(number)
    assert exit_code(caught.value) == 128 + number


def test_what_is_putting_things_right_is_not_told_again() -> None:
    def end() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGINT)

    with Stopping(), pytest.raises(Stopped) as caught:
        end()
    assert exit_code(caught.value) == 128 + signal.SIGTERM


def test_a_request_waits_until_what_is_held_is_through() -> None:
    done = []

    def held(stopping: Stopping) -> None:
        with stopping.held():
            signal.raise_signal(signal.SIGINT)
            done.append("it is through")

    with Stopping() as stopping, pytest.raises(Stopped):
        held(stopping)
    assert done


def test_a_second_request_does_not_wait() -> None:
    done = []

    def held(stopping: Stopping) -> None:
        with stopping.held():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            done.append("it is through")

    with Stopping() as stopping, pytest.raises(Stopped):
        held(stopping)
    assert not done


def test_a_request_that_is_lost_in_a_finalizer_comes_again(
    capfd: pytest.CaptureFixture[str],
) -> None:
    class Asked:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGTERM)

    def lose() -> None:
        Asked()
        passes()

    with Stopping(), pytest.raises(Stopped) as caught:
        lose()
    assert exit_code(caught.value) == 128 + signal.SIGTERM
    assert capfd.readouterr() == ("", "")


def test_a_module_is_imported_whole_before_a_request_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "import signal\nsignal.raise_signal(signal.SIGINT)\nwhole = True\n"
    (tmp_path / "imported_whole.py").write_text(module)
    monkeypatch.syspath_prepend(tmp_path)

    def imports() -> None:
        import_module("imported_whole")
        passes()

    with Stopping(), pytest.raises(Stopped):
        imports()
    assert sys.modules.pop("imported_whole").whole


def test_what_was_started_to_ignore_a_signal_goes_on_ignoring_it() -> None:
    code = (
        "import signal\nfrom formgen.stopping import Stopping\n"
        "with Stopping(): signal.raise_signal(signal.SIGHUP); print('goes on')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.returncode) == ("goes on\n", 0)


def test_signals_do_what_they_did_before_behind_the_context() -> None:
    before = signal.getsignal(signal.SIGTERM), sys.unraisablehook
    with Stopping():
        assert signal.getsignal(signal.SIGTERM) != before[0]
    assert (signal.getsignal(signal.SIGTERM), sys.unraisablehook) == before
