"""The hooks, run by the real pre-commit and the real prek on a repository of submissions."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent
GOOD = (ROOT / "examples" / "korla-2023.yaml").read_text(encoding="utf-8").split("\n---\n")[1] + "\n"
BAD = GOOD.replace("指标分值权重: 20", "指标分值权重: 25", 1)
RUNNERS = [name for name in ("pre-commit", "prek") if (SCRIPTS / name).exists()]
assert RUNNERS, "neither pre-commit nor prek is installed, so nothing would be tested"
assert BAD != GOOD


def call(*command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}", "LANG": "zh_CN.UTF-8", **environment}
    for name in [name for name in given if name.startswith(("GIT_", "PYTHON"))]:
        del given[name]
    given["PYTHONUTF8"] = "1"
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, encoding="utf-8", check=False)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.quotePath=false")
    done = call("git", *identity, *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as it stands, as a repository that hooks can be taken from."""
    target = tmp_path_factory.mktemp("hooks") / "jixiao"
    listed = call("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder=ROOT)
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    if listed.returncode != 0:  # not a checkout: an unpacked source distribution
        names = [
            str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts
        ]
    assert len(names) > 50
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
    git(target, "init", "-q")
    git(target, "add", "-A")
    git(target, "commit", "-qm", "hooks")
    return target


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the runners keep what they install: once for all tests."""
    home = tmp_path_factory.mktemp("homes")
    return {"PRE_COMMIT_HOME": str(home / "pre-commit"), "PREK_HOME": str(home / "prek")}


@pytest.fixture(params=RUNNERS)
def runner(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Repository:
    """A repository of submissions with a hook installed."""

    def __init__(self, folder: Path, runner: str, hooks: Path, homes: dict[str, str], hook: str) -> None:
        self.folder, self.homes = folder, homes
        folder.mkdir(parents=True)
        git(folder, "init", "-q")
        self.use(hooks, hook)
        done = call(runner, "install", folder=folder, **homes)
        assert done.returncode == 0, done.stdout + done.stderr

    def use(self, hooks: Path, hook: str) -> None:
        """Have this hook run from now on."""
        revision = git(hooks, "rev-parse", "HEAD").strip()
        config = f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n"
        self.write(".pre-commit-config.yaml", config)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, *paths: str) -> tuple[bool, str]:
        """Stage and commit; whether it went through, and what was said."""
        if paths:
            git(self.folder, "add", "-A", "--", *paths)
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        done = call("git", *identity, "commit", "-m", "x", folder=self.folder, **self.homes)
        return done.returncode == 0, done.stdout + done.stderr


def test_a_life_with_the_hook(tmp_path: Path, runner: str, hooks: Path, homes: dict[str, str]) -> None:
    made = Repository(tmp_path / "r", runner, hooks, homes, "jixiao")
    made.write("docker-compose.yml", "services: {}\n")
    good, said = made.commit(".pre-commit-config.yaml", "docker-compose.yml")
    assert good, said

    # A bad weight blocks the commit with a message that names the place and the sum.
    made.write("申报 2023/信访局 大楼.yaml", BAD)
    good, said = made.commit("申报 2023")
    assert not good
    assert "申报 2023/信访局 大楼.yaml" in said
    assert "95" in said
    assert "90" in said
    assert "weights-not-total" in said

    # Corrected, it passes; other files are left alone.
    made.write("申报 2023/信访局 大楼.yaml", GOOD)
    made.write("购物.yaml", "牛奶: 2\n")
    made.write("broken.yaml", "a: [1, 2\n")
    good, said = made.commit(".")
    assert good, said

    # Partial staging: what is staged is checked, not what lies on disk.
    made.write("申报 2023/信访局 大楼.yaml", BAD)
    git(made.folder, "add", "申报 2023")
    made.write("申报 2023/信访局 大楼.yaml", GOOD)
    assert not made.commit()[0]
    git(made.folder, "add", "申报 2023")
    made.write("申报 2023/信访局 大楼.yaml", BAD)
    made.write("b.yaml", GOOD)
    good, said = made.commit("b.yaml")
    assert good, said
    assert (made.folder / "申报 2023/信访局 大楼.yaml").read_text(encoding="utf-8") == BAD
    made.write("申报 2023/信访局 大楼.yaml", GOOD)

    # The hook that fixes changes the file, stops the commit, and lets it through once the change is staged.
    made.use(hooks, "jixiao-fix")
    slip = GOOD.replace('"≥', '">=', 1)
    assert slip != GOOD
    made.write("c.yaml", slip)
    good, said = made.commit(".pre-commit-config.yaml", "c.yaml")
    assert not good
    assert "已修改：c.yaml" in said
    assert (made.folder / "c.yaml").read_text(encoding="utf-8") == GOOD
    good, said = made.commit("c.yaml")
    assert good, said
    made.use(hooks, "jixiao")
    good, said = made.commit(".pre-commit-config.yaml")
    assert good, said

    # A rename and a deletion.
    git(made.folder, "mv", "b.yaml", "丙.yaml")
    assert made.commit()[0]
    git(made.folder, "rm", "-q", "丙.yaml")
    assert made.commit()[0]


def test_three_hundred_files_in_batches(tmp_path: Path, hooks: Path, homes: dict[str, str]) -> None:
    made = Repository(tmp_path / "r", RUNNERS[0], hooks, homes, "jixiao")
    for number in range(300):
        made.write(f"单位{number % 7}/项目{number}.yaml", GOOD)
    made.write("单位3/项目217.yaml", BAD)
    good, said = made.commit(".")
    assert not good
    assert said.count("weights-not-total") == 1
    assert "单位3/项目217.yaml" in said


def test_the_whole_repository(tmp_path: Path, runner: str, hooks: Path, homes: dict[str, str]) -> None:
    made = Repository(tmp_path / "r", runner, hooks, homes, "jixiao-repo")
    made.write("甲.yaml", BAD)
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    git(made.folder, "add", "甲.yaml")
    call("git", *identity, "commit", "-qnm", "unchecked", folder=made.folder)
    made.write("乙.txt", "无关\n")
    good, said = made.commit("乙.txt")  # nothing about 甲.yaml has changed, and it is found all the same
    assert not good
    assert "甲.yaml" in said
    git(made.folder, "rm", "-q", "-f", "甲.yaml")
    good, said = made.commit("乙.txt")
    assert good, said


def test_rule_packs(tmp_path: Path, runner: str, hooks: Path, homes: dict[str, str]) -> None:
    made = Repository(tmp_path / "r", runner, hooks, homes, "jixiao-rules")
    pack = "id: own\nversion: 1.0.0\nkind: target-table\ntitle: {zh: 自用, en: own}\nextends: target-table\n"
    made.write("规则/pack.yaml", pack)
    made.write("其他.yaml", "a: 1\n")
    good, said = made.commit(".")
    assert good, said
    made.write("规则/pack.yaml", pack + "severities: {goal-cutoff: info}\n")
    good, said = made.commit(".")
    assert not good
    assert "goal-cut-off" in said


def test_try_repo(tmp_path: Path, runner: str, hooks: Path, homes: dict[str, str]) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "a.yaml").write_text(BAD, encoding="utf-8")
    git(folder, "add", "-A")
    done = call(runner, "try-repo", str(hooks), "jixiao", "--all-files", "--verbose", folder=folder, **homes)
    assert done.returncode == 1
    assert "weights-not-total" in done.stdout + done.stderr


def test_the_manifest_is_valid() -> None:
    done = call("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", folder=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
