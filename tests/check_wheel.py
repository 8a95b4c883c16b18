"""Build the packages, install the wheel where there is no checkout, and check the seed with it.

A step of `make test`, not a test of pytest's: it needs a minute, and an environment of its own.
The wheel is built from the source distribution, so that both are complete or the step fails.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "examples" / "korla-2023.txt"
DATA = ("rules", "schemas", "examples")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="jixiao-wheel-") as temporary:
        folder = Path(temporary).resolve()
        if folder.is_relative_to(ROOT):
            fail(f"{folder} is inside the repository; set TMPDIR to a folder outside")
        wheel = build(folder / "dist")
        complete(wheel)
        command = install(wheel, folder / "venv")
        check(command, folder / "elsewhere")
    print(f"wheel: {wheel.name} checks the seed outside the repository")


def build(output: Path) -> Path:
    """Both packages; the wheel comes from the source distribution."""
    run([sys.executable, "-m", "build", "--outdir", str(output), str(ROOT)])
    wheels = list(output.glob("*.whl"))
    expect(len(wheels), 1, "wheels built")
    return wheels[0]


def complete(wheel: Path) -> None:
    """The wheel has every file of the package and every data file of the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {f"linter/{name}" for name in files(ROOT / "linter")}
    for kind in DATA:
        wanted |= {f"linter/_data/{kind}/{name}" for name in files(ROOT / kind)}
    if missing := sorted(wanted - packed):
        fail("the wheel lacks " + ", ".join(missing))


def files(top: Path) -> list[str]:
    """The files below `top`, relative to it."""
    names = [
        path.relative_to(top).as_posix()
        for path in top.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    ]
    if not names:
        fail(f"{top} is empty")
    return names


def install(wheel: Path, target: Path) -> Path:
    """The `jixiao` command of an environment that holds the wheel and what it needs, nothing else."""
    venv.create(target, with_pip=True)
    scripts = target / ("Scripts" if os.name == "nt" else "bin")
    run([str(scripts / "python"), "-m", "pip", "install", "-qq", str(wheel)])
    return scripts / "jixiao"


def check(command: Path, folder: Path) -> None:
    """The seed gives three submissions and no error, in a folder that knows nothing of us."""
    folder.mkdir()
    shutil.copyfile(SEED, folder / SEED.name)
    report = json.loads(run([str(command), "check", SEED.name, "--output-format", "json"], folder))
    expect(report["summary"]["submissions"], 3, "submissions")
    expect(report["summary"]["rows"], 24, "rows")
    expect(report["summary"]["errors"], 0, "errors")
    expect(report["summary"]["warnings"], 7, "warnings")
    if not report["packs"]:
        fail("no rule pack was used")


def run(command: list[str], folder: Path | None = None) -> str:
    """What a command prints; any exit code but 0 ends the check, with everything the command said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        fail(f"exit code {done.returncode}: {' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(found: object, wanted: object, what: str) -> None:
    if found != wanted:
        fail(f"{what}: {found}, not {wanted}")


def fail(reason: str) -> NoReturn:
    sys.exit(f"wheel: {reason}")


if __name__ == "__main__":
    main()
