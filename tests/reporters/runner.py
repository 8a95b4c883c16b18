"""How the GitHub Actions runner reads a line of a log, after `ActionCommand.cs` of github.com/actions/runner."""

import re
from dataclasses import dataclass

_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
_OLD = re.compile(r"##\[([^\] ]+)[^\]]*\]")


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    data: str


def read(line: str) -> Command | None:
    """The command in a line: `::name a=b,c=d::data`, or the older `##[name a=b]data` anywhere in it."""
    text = line.lstrip()
    end = text.find("::", 2)
    if text.startswith("::") and end >= 0:
        name, _, given = text[2:end].partition(" ")
        pairs = [part.split("=", 1) for part in given.strip().split(",") if "=" in part]
        properties = {key: _unescape(value, _PROPERTY) for key, value in pairs}
        return Command(name, properties, _unescape(text[end + 2 :], _DATA))
    old = _OLD.search(line)
    return Command(old.group(1), {}, line[old.end() :]) if old else None


def _unescape(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for written, meant in pairs:
        text = text.replace(written, meant)
    return text
