"""Small packs for tests to bend."""

from pathlib import Path

PACK = "id: own\nversion: 1.0.0\nkind: target-table\ntitle: {zh: 自用, en: own}\n"

RULE = """\
id: weight-positive
title:
  zh: 分值不大于零
  en: Weight is not positive
severity: warning
each: indicators[*]
assert: weight > 0
message:
  zh: 分值是零
  en: the weight is zero
help:
  zh: 填写分值
  en: give a weight
why:
  zh: 分值要大于零
  en: weights are positive
examples:
  pass:
    - indicators: [{name: 甲, weight: 5}]
  fail:
    - given: {indicators: [{name: 甲, weight: 0}]}
      at: /indicators/0/weight
"""


def write_pack(folder: Path, pack: str = PACK, rules: dict[str, str] | None = None) -> str:
    """A pack on disk; `rules` maps file names to their texts."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(pack, encoding="utf-8")
    for name, text in (rules or {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)
