"""Where server processes are born quickly: a process that has read all the code once, and forks.

Each child is the real command line in a process of its own, to be killed like any other; it only does not spend its
first seconds on reading code. The nursery reads one JSON order a line and answers each with one line; it ends when
its input does. A test that starts a server once needs no nursery.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NoReturn

PR_SET_PDEATHSIG = 1  # Linux: a test run that is killed leaves no server behind


def main() -> None:
    """Serve orders: `{"program", "arguments", "environment", "folder", "words"}` gives a pid, `{"reap": pid}` how
    that one ended: its exit code.
    """
    _warm()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "reap" in order:
            _, status = os.waitpid(order["reap"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        child = os.fork()
        if child == 0:
            _become(order)
            _end(lambda program=order["program"]: resolve_name(program)())
        print(child, flush=True)


def _warm() -> None:
    """Read everything that a server needs: an app that is thrown away, for it opens nothing before it serves."""
    from queue_service import cli, serving
    from queue_service.app import create_app
    from queue_service.settings import Settings

    assert cli, serving
    create_app(Settings(_env_file=None, secret_key="0" * 32))  # type: ignore[call-arg]
    gc.freeze()  # what is here stays shared with the children


def _end(program: Callable[[], None]) -> NoReturn:
    """Run a program to its end without going back to the orders."""
    code = 0
    try:
        program()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _become(order: dict[str, Any]) -> None:
    """What a new program has of its own: arguments, environment, folder, and nothing of the nursery's but its end."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    words = os.open(order["words"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(words, 1)
    os.dup2(words, 2)
    os.environ.update(order["environment"])
    os.chdir(Path(order["folder"]))
    sys.argv = ["queue-service", *order["arguments"]]


if __name__ == "__main__":
    main()
