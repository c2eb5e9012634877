#!/usr/bin/env python3
"""Sets up the toolkit beside this file, once, and runs it.

    python3 run.py figures [--check ...]   run every notebook; write notebooks, figures and pages
    python3 run.py test [...]              run the tests (arguments go to pytest)
    python3 run.py lab [...]               open JupyterLab here
    python3 run.py framing ...             the command line, as in: run.py framing count articles.csv --lexicon security

The first call makes .venv beside this file and needs the network; later calls install nothing.
--no-venv installs nothing and uses the environment of the Python that runs this file (conda, Binder).
"""

from __future__ import print_function

import sys

if sys.version_info < (3, 11):  # Down to Python 2.7 every Python can read this file, and so say this.
    sys.exit(
        "run.py: needs Python 3.11 or later and this is %d.%d. Install a newer one and call it by its name, as in: "
        "python3.12 run.py test" % tuple(sys.version_info[:2])
    )

import hashlib
import importlib.util
import os
import shutil
import subprocess
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MARKER = VENV / "made-by-run-py"  # Written first: what is in the folder may be deleted.
STAMP = VENV / "ready"  # Written last: the folder is whole, and made for exactly what the stamp says.
FRAMING = "framing.studies.cli"
PYTEST = ["pytest", "-n", "2", "--dist", "worksteal"]  # One process needs over 90 seconds; a later -n 0 overrules it.
VERBS = {"figures": [FRAMING, "figures"], "test": PYTEST, "lab": ["jupyterlab"], "framing": [FRAMING]}
# JupyterLab in .venv asks nobody about news and looks for no newer version: nothing is fetched.
LAB_SETTINGS = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
QUIET = '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}'
# What pip 23 to 26 prints when versions do not go together, and when it reached no index (then perhaps both).
CONFLICT = "ResolutionImpossible"
NO_NETWORK = ("ConnectionError", "NameResolutionError", "TimeoutError", "ProxyError", "Max retries exceeded")


def stop(message, code=1):
    """Say in one line what is wrong and what to do, and end."""
    sys.stderr.write("run.py: " + message + "\n")
    sys.exit(code)


def expected_stamp():
    """What a ready environment was made for: declared versions, Python, folder."""
    declared = b"".join((HERE / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    python = "%d.%d.%d" % tuple(sys.version_info[:3])
    return os.fsencode("\n".join([hashlib.sha256(declared).hexdigest(), python, str(HERE)]))


def is_ready():
    """Whether .venv was finished by this file, for this project as it now is."""
    return VENV_PYTHON.exists() and STAMP.is_file() and STAMP.read_bytes() == expected_stamp()


def empty_venv():
    """Leave of .venv the folder and the marker; refuse when somebody else made it."""
    unused = VENV.is_dir() and not any(VENV.iterdir())
    if VENV.is_symlink() or (VENV.exists() and not MARKER.is_file() and not unused):
        use = 'activate it, pip install -e ".[test]" and add --no-venv'
        stop(".venv was not made by run.py and is left alone. Rename it and call this again, or use it: " + use)
    VENV.mkdir(exist_ok=True)
    MARKER.write_text("run.py made this folder and may delete what is in it.\n", "utf-8")
    for path in sorted(VENV.iterdir(), key=lambda path: path != STAMP):  # The stamp goes first.
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != MARKER:
            path.unlink()


def pip_install(*options):
    """Install the project into .venv; give pip's exit code and what it printed."""
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[test]"]
    variables = dict(os.environ, PIP_USER="0")  # Some clusters set it to 1, which an environment refuses.
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "errors": "replace"}
    done = subprocess.run(command + list(options), cwd=str(HERE), env=variables, check=False, **streams)
    return done.returncode, done.stdout


def make_environment():
    """Make .venv from nothing and stamp it."""
    if importlib.util.find_spec("ensurepip") is None:
        hint = "sudo apt-get install python3.%d-venv" % sys.version_info[1]
        stop("this Python lacks ensurepip. On Debian or Ubuntu: " + hint + ", then call this again")
    empty_venv()
    print("run.py: making .venv; this first time about 250 MB are downloaded ...", flush=True)
    venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(str(VENV))
    code, output = pip_install("-c", "constraints.txt")
    offline = any(sign in output for sign in NO_NETWORK)
    if code and CONFLICT in output and not offline:
        print("run.py: the versions in constraints.txt conflict here; installing without them ...", flush=True)
        code, output = pip_install()
    if code and offline:
        stop("pip reached no package index. Connect to the network (by a proxy: set HTTPS_PROXY) and call this again")
    if code:
        stop("pip could not install the project and says:\n" + output, code)
    LAB_SETTINGS.parent.mkdir(parents=True, exist_ok=True)
    LAB_SETTINGS.write_text(QUIET, "utf-8")
    STAMP.write_bytes(expected_stamp())


def prepare(use_venv):
    """Give the Python to run with and its environment variables."""
    if not use_venv:  # The framing/ beside this file counts, whichever else is installed.
        paths = [str(HERE), os.environ.get("PYTHONPATH")]
        return sys.executable, dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in paths if path))
    if not is_ready():
        make_environment()
    return str(VENV_PYTHON), dict(os.environ)


def run(command, folder, variables):
    """Run to the end and give the exit code; Ctrl-C is the child's to answer, as JupyterLab does with a question."""
    child = subprocess.Popen(command, cwd=folder, env=variables)
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            continue


def main(arguments):
    """Do what the command line says and give the exit code."""
    words = [word for word in arguments if word != "--no-venv"]
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if words else 2
    if words[0] not in VERBS:
        hint = "%s; for the command line: run.py framing %s ..." % (", ".join(VERBS), words[0])
        stop("no verb %r: say one of %s" % (words[0], hint), 2)
    try:
        python, variables = prepare(use_venv="--no-venv" not in arguments)
    except KeyboardInterrupt:
        stop("interrupted; the next call makes .venv anew", 130)
    except (OSError, subprocess.CalledProcessError) as problem:
        needs = "It needs a folder it can write to, 1 GB, and no second run.py at work on it; then call this again"
        stop("could not make .venv: %s. %s" % (problem, needs))
    folder = None if words[0] == "framing" else str(HERE)  # Paths given to framing count from where the caller is.
    # -P: a file named like a module, in the folder of somebody's texts, is not imported.
    return run([python, "-P", "-m"] + VERBS[words[0]] + words[1:], folder, variables)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
