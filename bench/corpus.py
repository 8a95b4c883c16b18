"""A corpus of submissions to measure on: the same files for the same arguments, on every machine.

python bench/corpus.py --out DIR --count N [--faults SHARE] [--distinct] [--json]

Each file is one submission in the canonical form with Chinese keys, about 6 kB and 19 indicators.  A clean file has
no finding at all under the default pack.  `--faults 0.2` puts one known fault into a fifth of the files;
`manifest.jsonl` says which rule must find it and where.  Real tables repeat many lines; `--distinct` makes every
name, target and previous value unique, the worst case for anything that remembers lines.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

COUNTIES = ["临江县", "清河县", "石桥区", "东湖区", "白云县", "南岭县", "长丰县", "金沙县"]
OFFICES = ["教育局", "农业农村局", "卫生健康局", "水利局", "文化和旅游局", "民政局", "交通运输局", "信访局"]
SUBJECTS = ["教师", "农户", "医护人员", "护林员", "志愿者", "社区干部", "驾驶员", "讲解员", "养老护理员", "检测员"]
WORKS = ["培训", "巡查", "走访", "宣讲", "体检", "演练", "评审", "观摩"]
COUNTED = [("参加人次", "人次"), ("培训人数", "人"), ("服务户数", "户"), ("组织场次", "场次"), ("印发册数", "册")]
COSTS = ["资料费", "场地费", "师资费", "交通费", "保险费", "设备租赁费"]
LASTING = ["管理机制健全程度", "长效制度健全程度", "服务体系健全程度"]
RATES = {
    "质量指标": ["考核合格率", "验收合格率", "内容覆盖率", "操作准确率"],
    "社会效益指标": ["受益覆盖率", "政策知晓率", "诉求办结率"],
    "服务对象满意度指标": ["学员满意度", "群众满意度", "服务对象满意度"],
}
PLANNED, SPENDING = "计划标准", "预算支出标准"
SHARED, GRADED, SATISFIED = "按照完成比例赋分", "按评判等级赋分", "满意度赋分"
EVIDENCE = ["工作资料", "工作资料, 原始凭证", "原始凭证", "正式资料"]

# Level 1: level 2 indicators, how many rows, the points of all its rows together (with 10 left to the budget's use).
LEVELS = {
    "产出指标": (("数量指标", "质量指标", "时效指标"), 9, 40),
    "成本指标": (("经济成本指标",), 4, 20),
    "效益指标": (("社会效益指标", "可持续影响指标"), 4, 20),
    "满意度指标": (("服务对象满意度指标",), 2, 10),
}
DIGITS = "零一二三四五六七八九"


@dataclass
class Row:
    level1: str
    level2: str
    name: str
    target: str
    basis: str
    previous: str
    weight: int
    scoring: str
    evidence: str

    def entries(self) -> list[tuple[str, str]]:
        """Key and value as YAML has them."""
        return [
            ("一级指标", self.level1),
            ("二级指标", self.level2),
            ("三级指标", self.name),
            ("指标值", f'"{self.target}"'),
            ("指标值设置依据", self.basis),
            ("上年完成值", self.previous),
            ("指标分值权重", str(self.weight)),
            ("指标赋分规则", self.scoring),
            ("佐证资料", f"[{self.evidence}]"),
        ]


@dataclass
class Submission:
    number: int
    budget: int
    agency: str
    project: str
    goals: list[str]
    rows: list[Row] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The file, line by line; a key that is empty has been left out."""
        made = [
            "年度: 2023",
            f"预算单位: {self.agency}",
            f"项目名称: {self.project}",
            f"项目负责人: {'甲乙丙丁戊己庚辛'[self.number % 8]}某",
            "项目资金:",
            "  单位: 万元",
            f"  年度预算总额: {self.budget}",
            f"  财政拨款: {self.budget}",
            "  其他资金: 0",
            "项目总体目标:",
            *(f"  - {goal}" for goal in self.goals),
            "指标:",
        ]
        for row in self.rows:
            entries = [f"{key}: {value}" for key, value in row.entries() if key]
            made += [f"  - {entries[0]}", *(f"    {entry}" for entry in entries[1:])]
        return made

    def plain(self) -> dict[str, object]:
        """The same as JSON has it."""
        funds = {"单位": "万元", "年度预算总额": self.budget, "财政拨款": self.budget, "其他资金": 0}
        rows: list[dict[str, object]] = []
        for row in self.rows:
            entries: dict[str, object] = dict(row.entries())
            entries["指标值"] = row.target
            entries["指标分值权重"] = row.weight
            entries["佐证资料"] = row.evidence.split(", ")
            rows.append(entries)
        return {
            "年度": 2023,
            "预算单位": self.agency,
            "项目名称": self.project,
            "项目负责人": f"{'甲乙丙丁戊己庚辛'[self.number % 8]}某",
            "项目资金": funds,
            "项目总体目标": self.goals,
            "指标": rows,
        }


# Clean submissions


def submission(number: int, distinct: bool = False) -> Submission:
    """The clean submission of that number."""
    chance = random.Random(number)
    subject, work = chance.choice(SUBJECTS), chance.choice(WORKS)
    people = chance.randrange(20, 400) * 5
    budget = chance.randrange(20, 200)
    mark = _chinese(number) if distinct else ""
    project = f"{subject}{work}项目经费" if not distinct else f"{mark}号{subject}{work}项目经费"
    made = Submission(
        number,
        budget,
        chance.choice(COUNTIES) + chance.choice(OFFICES),
        project,
        [f"全年{work}{subject}不少于{people}人次，合格率不低于95%。", f"提升{subject}的业务能力，保障工作顺利开展。"],
    )
    for level1, (seconds, count, points) in LEVELS.items():
        weights = _shares(points, count, chance)
        for place, weight in enumerate(weights):
            made.rows.append(_row(made, level1, seconds[place % len(seconds)], place, weight, people, mark, chance))
    return made


def _shares(points: int, count: int, chance: random.Random) -> list[int]:
    """Whole points for each of `count` rows, at least two each, together `points`."""
    shares = [2] * count
    for _ in range(points - 2 * count):
        shares[chance.randrange(count)] += 1
    return shares


def _row(
    made: Submission, level1: str, level2: str, place: int, weight: int, people: int, mark: str, chance: random.Random
) -> Row:
    group = f"{mark}{'甲乙丙丁戊己庚辛壬'[place]}组"
    evidence = chance.choice(EVIDENCE)
    name, target, previous = _content(made, level2, place, group, people, chance)
    if mark:  # unique numbers as well, still true to the name
        target, previous = _unique(target, made.number), _unique(previous, made.number)
    basis = SPENDING if level1 == "成本指标" else PLANNED
    scoring = {"服务对象满意度指标": SATISFIED, "可持续影响指标": GRADED}.get(level2, SHARED)
    return Row(level1, level2, name, target, basis, previous, weight, scoring, evidence)


def _content(
    made: Submission, level2: str, place: int, group: str, people: int, chance: random.Random
) -> tuple[str, str, str]:
    """Name, target and previous value of a row."""
    percent = chance.randrange(90, 100)
    if level2 == "数量指标":
        word, unit = chance.choice(COUNTED)
        return f"{group}{word}", f"≥{people}{unit}", f"{people}{unit}"
    if level2 == "时效指标":
        if chance.random() < 0.5:
            return f"{group}任务完成时间", "2023年12月31日前", "2022年12月31日前"
        return f"{group}任务按期完成率", "=100%", "100%"
    if level2 == "经济成本指标":
        most = made.budget * 10000 // 8  # four rows stay below half of the budget
        word = chance.choice(COSTS)
        if chance.random() < 0.1:
            return f"{group}{word}", f"≤{most}元", f"{most}元"
        part = most // 1000
        return f"{group}{word}", f"≤{part // 10}.{part % 10}万元", f"{part // 10}.{part % 10}万元"
    if level2 == "可持续影响指标":
        return f"{group}{chance.choice(LASTING)}", "健全", "健全"
    return f"{group}{chance.choice(RATES[level2])}", f"≥{percent}%", f"{percent}%"


def _unique(text: str, number: int) -> str:
    """Decimals that no other file has: 95% becomes 95.00417%, and 100% stays what it is."""
    head = text.rstrip("%元万人次")
    unit = text[len(head) :]
    if unit not in ("%", "万元") or head.endswith("100"):
        return text
    return f"{head}{'' if '.' in head else '.'}{number:07d}{unit}"


def _chinese(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


# Faults: each changes one cell and names the rule that must find it and the key of the line to point at.


def _weights_not_total(made: Submission, chance: random.Random) -> tuple[str, int, str]:
    row = chance.randrange(len(made.rows))
    made.rows[row].weight += 3
    return "weights-not-total", -1, "指标"


def _cost_over_budget(made: Submission, chance: random.Random) -> tuple[str, int, str]:
    row = next(at for at, one in enumerate(made.rows) if one.level1 == "成本指标")
    made.rows[row].target = f"≤{made.budget + 1}万元"
    made.rows[row].previous = f"{made.budget + 1}万元"
    return "cost-over-budget", -1, "年度预算总额"


def _evidence_not_allowed(made: Submission, chance: random.Random) -> tuple[str, int, str]:
    row = chance.randrange(len(made.rows))
    made.rows[row].evidence = "口头说明"
    return "evidence-not-allowed", row, "佐证资料"


def _target_unreadable(made: Submission, chance: random.Random) -> tuple[str, int, str]:
    row = chance.randrange(len(made.rows))
    made.rows[row].target = "≥≥95%%"
    return "target-unreadable", row, "指标值"


def _missing_field(made: Submission, chance: random.Random) -> tuple[str, int, str]:
    row = chance.randrange(len(made.rows))
    made.rows[row] = _WithoutName(*vars(made.rows[row]).values())
    return "missing-field", row, "一级指标"


class _WithoutName(Row):
    def entries(self) -> list[tuple[str, str]]:
        return [(key, value) for key, value in super().entries() if key != "三级指标"]


FAULTS: tuple[Callable[[Submission, random.Random], tuple[str, int, str]], ...] = (
    _weights_not_total,
    _cost_over_budget,
    _evidence_not_allowed,
    _target_unreadable,
    _missing_field,
)


# Writing


def corpus(count: int, faults: float = 0.0, distinct: bool = False) -> Iterator[tuple[Submission, dict[str, object]]]:
    """Each submission with its line of the manifest (empty for a clean one)."""
    chance = random.Random(20230101)
    for number in range(1, count + 1):
        made, said = submission(number, distinct), {}
        if chance.random() < faults:
            rule, row, key = FAULTS[chance.randrange(len(FAULTS))](made, chance)
            said = {"rule": rule, "row": row if row >= 0 else None, "key": key, "line": _line(made, row, key)}
        yield made, said


def _line(made: Submission, row: int, key: str) -> int:
    """The 1-based line of `key`, in that row (-1: outside the rows)."""
    lines = made.lines()
    begins = [at for at, line in enumerate(lines) if line.startswith("  - 一级指标")]
    start = begins[row] if row >= 0 else 0
    return next(at for at in range(start, len(lines)) if lines[at].lstrip(" -").startswith(key + ":")) + 1


def write(folder: Path, count: int, faults: float = 0.0, distinct: bool = False, as_json: bool = False) -> None:
    """The corpus in `folder`, at most a thousand files in one folder below it, and `manifest.jsonl`."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = []
    for made, said in corpus(count, faults, distinct):
        path = Path(f"{made.number // 1000:03d}") / f"{made.number:06d}.{'json' if as_json else 'yaml'}"
        (folder / path.parent).mkdir(exist_ok=True)
        text = json.dumps(made.plain(), ensure_ascii=False, indent=1) if as_json else "\n".join(made.lines()) + "\n"
        (folder / path).write_bytes(text.encode("utf-8"))
        if said:
            manifest.append(json.dumps({"file": str(path), **said}, ensure_ascii=False))
    (folder / "manifest.jsonl").write_text("".join(line + "\n" for line in manifest), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="write a corpus of submissions to measure on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--distinct", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    write(given.out, given.count, given.faults, given.distinct, given.json)


if __name__ == "__main__":
    main()
