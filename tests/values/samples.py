"""The records in tests/data that say how a careful reader reads a text.

`values.jsonl` are texts from published tables, `values-synthetic.jsonl` forms that practice knows and those tables
lack, `values-further.jsonl` the forms of the language one by one; docs/values.md is made of the last.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from linter.values import Context

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = {"values.jsonl": 120, "values-synthetic.jsonl": 60, "values-further.jsonl": 500}  # with their least length


@cache
def records(name: str) -> tuple[dict[str, Any], ...]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    found = tuple(json.loads(line) for line in lines if line.strip())
    assert len(found) >= FILES[name], name
    return found


def all_records() -> list[dict[str, Any]]:
    return [record for name in FILES for record in records(name)]


def context(record: dict[str, Any]) -> Context:
    given = record.get("context")
    return Context(**given) if isinstance(given, dict) else Context(name=given)


def label(record: dict[str, Any]) -> str:
    return ascii(record["text"])[1:-1] if not record["text"].isprintable() else record["text"]
