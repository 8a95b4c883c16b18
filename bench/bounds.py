"""The lower bounds: what any program must do with these files, and nothing else.

python bench/bounds.py read|parse DIR
"""

import os
import sys


def files(folder: str) -> list[str]:
    found = []
    for path, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.join(path, name) for name in sorted(names) if name.endswith((".yaml", ".json"))]
    return found


def read(folder: str) -> None:
    for path in files(folder):
        with open(path, "rb") as file:
            file.read()


def parse(folder: str) -> None:
    """The events of libyaml, for which no object is made."""
    from _ruamel_yaml import CParser

    for path in files(folder):
        with open(path, "rb") as file:
            CParser(file.read().decode()).raw_parse()


if __name__ == "__main__":
    {"read": read, "parse": parse}[sys.argv[1]](sys.argv[2])
