"""Every figure of docs/performance.md, as ratios measured in one run.

python bench/run.py [--count N] [--rounds N] [--peers DIR] [--only PART,…] [--large]

What is compared is run in turns, round after round, because machines are noisy; a figure is the median of the
rounds.  Parts: start, many, distinct, processes, rules, editor, and with --large also growth (100 000
files: time for each file, and peak memory).  Peers are those that bench/peers/install.sh puts into DIR.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from bench import corpus  # noqa: E402

PARTS = ("start", "many", "distinct", "processes", "rules", "editor")
Command = Sequence[str]


class Bench:
    def __init__(self, folder: Path, count: int, rounds: int, peers: Path | None) -> None:
        self.folder, self.count, self.rounds, self.peers = folder, count, rounds, peers
        self.environment = {**os.environ, "JIXIAO_CACHE_DIR": str(folder / "cache"), "LC_ALL": "C.UTF-8"}
        self.environment["PYTHONPATH"] = str(HERE.parent)

    # Measuring

    def seconds(self, command: Command) -> float:
        """The wall time of a whole process."""
        return self.measured(command)[0]

    def measured(self, command: Command) -> tuple[float, float]:
        """The wall time of a whole process, and the most memory it held, in MiB."""
        start = time.perf_counter()
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, env=self.environment, stdout=quiet, stderr=quiet)
        _, status, used = os.wait4(process.pid, 0)
        spent = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(map(str, command))}: exit code {process.returncode}")
        return spent, used.ru_maxrss / 1024

    def turns(self, commands: dict[str, list[Command]], rounds: int) -> dict[str, float]:
        """The median of each command; where there are several variants of one, each round takes the next."""
        found: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(rounds):
            for name, variants in commands.items():
                found[name].append(self.seconds(variants[turn % len(variants)]))
        return {name: statistics.median(times) for name, times in found.items()}

    def say(self, what: str, ratio: float, must: float | None = None, aim: float | None = None) -> None:
        wanted = "" if must is None else f"   must {must:g}, aim {aim:g}: " + _judged(ratio, must, aim or 0)
        print(f"{what:<64} {ratio:8.3g}{wanted}", flush=True)

    # Corpora and commands

    def corpus(self, name: str, count: int, faults: float = 0.0, distinct: bool = False) -> Path:
        path = self.folder / name
        if not path.exists():
            corpus.write(path, count, faults, distinct)
        return path

    def check(self, *paths: Path | str, processes: str = "1") -> Command:
        """Our command line."""
        return [sys.executable, "-m", "linter", "check", "--no-config", "-j", processes, *map(str, paths)]

    def bound(self, name: str, path: Path) -> Command:
        return [sys.executable, str(HERE / "bounds.py"), name, str(path)]

    # Parts

    def start(self) -> None:
        """Whole processes over one file each, every round another file."""
        known, new = self.corpus("known", 400), self.corpus("new", 400, distinct=True)
        broken = self.corpus("broken", 400, faults=1.0)
        self.seconds(self.check(known / "000" / "000001.yaml"))
        self.seconds(self.check(*sorted((known / "000").iterdir())[:300]))
        faults = [json.loads(line) for line in (broken / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
        structure = [broken / said["file"] for said in faults if said["rule"] == "missing-field"]
        sets = {
            "known": sorted((known / "000").iterdir())[300:],
            "new": sorted((new / "000").iterdir())[300:],
            "structure": structure,
        }
        commands: dict[str, list[Command]] = {"pass": [[sys.executable, "-c", "pass"]]}
        commands |= {name: [self.check(path) for path in paths] for name, paths in sets.items()}
        found = self.turns(commands, max(self.rounds * 4, 20))
        print(f"python -c pass: {found['pass'] * 1000:.1f} ms")
        self.say("one clean file, known values : python -c pass", found["known"] / found["pass"], 4, 3)
        self.say("one clean file, new values : python -c pass", found["new"] / found["pass"], 8, 5)
        self.say("one file with a structure fault : python -c pass", found["structure"] / found["pass"], 12, 8)

    def many(self) -> None:
        path = self.corpus("many", self.count, faults=0.2)
        commands = {
            "read": [self.bound("read", path)],
            "parse": [self.bound("parse", path)],
            "jixiao": [self.check(path)],
            **{name: [command] for name, command in self.peer_commands(path).items()},
        }
        found = self.turns(commands, self.rounds)
        print(f"{self.count} files: bare parse {found['parse']:.2f} s, jixiao {found['jixiao']:.2f} s")
        self.say("many files, a fifth faulty : bare libyaml parse", found["jixiao"] / found["parse"], 8, 3)
        goals = {"ajv": (3.0, 1.0), "pkl": (1.2, 0.5), "spectral": (0.06, 0.02)}
        for name in found.keys() - {"read", "parse", "jixiao"}:
            self.say(f"many files, a fifth faulty : {name}", found["jixiao"] / found[name], *goals.get(name, ()))

    def distinct(self) -> None:
        path = self.corpus("distinct", self.count, faults=0.2, distinct=True)
        found = self.turns({"parse": [self.bound("parse", path)], "jixiao": [self.check(path)]}, self.rounds)
        self.say(
            "the same, all names and numbers distinct : bare libyaml parse", found["jixiao"] / found["parse"], 9, 4
        )

    def processes(self) -> None:
        path = self.corpus("many", self.count, faults=0.2)
        found = self.turns({"1": [self.check(path)], "2": [self.check(path, processes="2")]}, self.rounds)
        self.say("two processes : one", found["2"] / found["1"], 0.65, 0.57)

    def rules(self) -> None:
        done = subprocess.run(
            [sys.executable, str(HERE / "pack.py")], env=self.environment, capture_output=True, text=True, check=True
        )
        print(done.stdout, end="")

    def editor(self) -> None:
        """One open document of 30 rows, changed and linted again in memory."""
        from linter import load_rulebook
        from linter.engine import lint_text

        made = corpus.submission(7)
        made.rows += made.rows[:11]
        book = load_rulebook()
        spent = []
        for turn in range(300):
            made.rows[turn % 30].name = f"第{turn}组覆盖率"
            data = "\n".join(made.lines()).encode()
            start = time.perf_counter()
            lint_text("open.yaml", data, book)
            spent.append((time.perf_counter() - start) * 1000)
        spent.sort()
        print(f"an open document of 30 rows again: median {statistics.median(spent):.2f} ms")
        self.say("the same, p99, ms", spent[int(len(spent) * 0.99)], 5, 1)

    def growth(self) -> None:
        times, peak = {}, 0.0
        for count in (1_000, 100_000):
            path = self.corpus(f"growth-{count}", count, faults=0.2)
            times[count], peak = self.measured(self.check(path))
        ratio = times[100_000] / 100_000 / (times[1_000] / 1_000)
        self.say("time for each file, 100 000 files : 1 000 files", ratio, 1.1, 1.0)
        self.say("peak memory at 100 000 files, MiB", peak, 150, 100)

    # Peers

    def peer_commands(self, path: Path) -> dict[str, Command]:
        """The peers that are there, each checking the whole corpus; those that are missing are named."""
        if self.peers is None:
            print("peers: not asked for (--peers DIR)")
            return {}
        programs = {name: self.peers / "node_modules" / ".bin" / name for name in ("ajv", "pkl", "spectral")} | {
            "check-jsonschema": self.peers / "python" / "bin" / "check-jsonschema"
        }
        glob, schema = str(path / "**" / "*.yaml"), HERE / "peers" / "schema.json"
        every = sorted(map(str, path.rglob("*.yaml")))
        arguments: dict[str, list[str]] = {
            "ajv": ["validate", "--spec=draft2020", "--strict=false", "-s", str(schema), "-d", glob],
            "pkl": ["eval", "-p", f"dir={path}", str(HERE / "peers" / "rules.pkl")],
            "spectral": ["lint", "-q", "-f", "text", "-r", str(self._ruleset(schema)), glob],
            "check-jsonschema": ["--schemafile", str(schema), *every],
        }
        missing = [name for name, program in programs.items() if not program.exists()]
        if missing:
            print(f"peers that are not installed: {', '.join(missing)}")
        return {name: [str(programs[name]), *given] for name, given in arguments.items() if name not in missing}

    def _ruleset(self, schema: Path) -> Path:
        """Spectral takes a schema written into its rules, and no reference to a file."""
        folder = self.folder / "spectral"
        shutil.copytree(HERE / "peers" / "functions", folder / "functions", dirs_exist_ok=True)
        rules = (HERE / "peers" / "spectral.yaml").read_text(encoding="utf-8")
        (folder / "rules.yaml").write_text(
            rules.replace("SCHEMA", schema.read_text(encoding="utf-8")), encoding="utf-8"
        )
        return folder / "rules.yaml"


def _judged(ratio: float, must: float, aim: float) -> str:
    return "aim met" if ratio <= aim else "met" if ratio <= must else "MISSED"


def main() -> None:
    parser = argparse.ArgumentParser(description="measure jixiao against lower bounds and peers")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the corpora, to be used again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        bench = Bench(folder, given.count, given.rounds, given.peers)
        for part in [*given.only.split(","), *(["growth"] if given.large else [])]:
            getattr(bench, part)()


if __name__ == "__main__":
    main()
