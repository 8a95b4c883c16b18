"""A run that is killed leaves every file whole: with its old content or with its new one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixes.samples import Row, Style, write

FILES, KILLS = 50, 200
ROOT = Path(__file__).resolve().parent.parent.parent
BAD = write([(Row(">=3人", "≥3人", ("工作资料",), ("工作资料",)), Style('"', False, "", False))])

# A warm process forks one run after the other, kills it at some moment, and looks at what it left.  What the engine
# finds in a content is remembered, so that most of a run's time is spent on files.
KILLER = """
import os, random, signal, sys, time
from linter import engine
from linter.diagnostic import Safety
from linter.fixes import Fixer
from linter.rulebook import load_rulebook

folder, kills = sys.argv[1], int(sys.argv[2])
names = sorted(os.listdir(folder))
book = load_rulebook().selected(["comparator-style"], [])
old = {name: open(os.path.join(folder, name), "rb").read() for name in names}
new = {name: data.replace(b'">=', '"≥'.encode()) for name, data in old.items()}

check, known = engine.lint_content, {}

def remembered(found, data, *more):
    if (found, data) not in known:
        known[found, data] = check(found, data, *more)
    return known[found, data]

engine.lint_content = remembered

def run():
    engine.lint([folder], book, engine.Options(), Fixer(frozenset({Safety.SAFE})).file)

def content(name):
    with open(os.path.join(folder, name), "rb") as stream:
        return stream.read()

def restore():
    for name in os.listdir(folder):
        if name not in old:
            assert name.startswith(".jixiao-") and name.endswith(".tmp"), name
            os.unlink(os.path.join(folder, name))
    for name in names:
        if content(name) != old[name]:
            with open(os.path.join(folder, name), "wb") as stream:
                stream.write(old[name])

for _ in range(2):
    restore()
    began = time.monotonic()
    run()
    length = time.monotonic() - began
    assert all(content(name) == new[name] for name in names), "an undisturbed run mends everything"
random.seed(7)
amid = 0
for _ in range(kills):
    restore()
    child = os.fork()
    if child == 0:
        run()
        os._exit(0)
    time.sleep(random.random() * length)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found = [content(name) for name in names]
    for name, data in zip(names, found):
        assert data in (old[name], new[name]), (name, data)
    amid += any(data != old[name] for name, data in zip(names, found)) and any(
        data != new[name] for name, data in zip(names, found)
    )
print(amid)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_killed_at_two_hundred_moments(tmp_path: Path) -> None:
    for number in range(FILES):
        (tmp_path / f"{number:02}.yaml").write_text(BAD.replace("大楼", f"大楼{number}"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(tmp_path), str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > KILLS // 4, "most runs should have been killed with some files mended and others not"
