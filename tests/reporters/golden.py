"""Reports as they are expected, in `tests/data/reporters`, beside the schemas of the formats."""

import json
import os
from pathlib import Path
from typing import Any

from linter import __version__

DATA = Path(__file__).resolve().parent.parent / "data" / "reporters"


def compare(text: str, name: str) -> None:
    """Compare with a golden file.  With JIXIAO_GOLDEN=write it is written instead, to be read before it is kept."""
    path = DATA / name
    text = text.replace(f'"semanticVersion": "{__version__}"', '"semanticVersion": "VERSION"')
    if os.environ.get("JIXIAO_GOLDEN") == "write":
        path.write_bytes(text.encode("utf-8"))
    assert text == path.read_bytes().decode("utf-8")


def schema(name: str) -> Any:
    found = json.loads((DATA / name).read_text(encoding="utf-8"))
    assert found["$comment"], "the source of a schema is named in it"
    return found
