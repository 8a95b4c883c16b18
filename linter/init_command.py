"""`jixiao init`: the files that a new repository of submissions begins with; what is there already stays as it is."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from datetime import date

from linter import __version__, catalogue, config, console, files, resources
from linter.arguments import UNTRUSTED, text
from linter.catalogue import Language
from linter.console import OK


def run(given: argparse.Namespace) -> int:
    """Write each file of `init/files.yaml` that is not there yet; 2 when one of them cannot be written."""
    code = OK
    for item in resources.load_yaml(resources.data_file("init", "files.yaml")):
        path = os.path.normpath(os.path.join(given.folder, item["path"]))
        words = {"path": path, "purpose": item[given.lang]}
        try:
            _create(path, given.folder, _content(item, given.lang))
            print(text("init-written", given.lang, **words))
        except files.FileProblem as problem:
            if problem.reason == "exists":
                print(text("init-kept", given.lang, **words))
            else:
                console.usage("unwritable", given.lang, path=path, reason=console.reason(problem, given.lang))
                code = UNTRUSTED
    if code == OK:
        print(text("init-next", given.lang, folder=os.path.abspath(given.folder)))
    return code


def _create(path: str, folder: str, content: str) -> None:
    """A new file at `path`, in `folder` even when links are followed; raises `FileProblem`."""
    if not files.inside(path, folder):
        raise files.FileProblem("settings-outside")
    if os.path.basename(path) == config.FILE and config.here(folder) is not None:
        raise files.FileProblem("exists")  # in a pyproject.toml, whose place it would take
    files.create(path, content.encode())


def _content(item: Mapping[str, str], language: Language) -> str:
    if "schema" in item:
        return _schema(item["schema"], language)
    year = date.today().year
    content = resources.load_text(resources.data_file("init", item["template"]))
    for name, word in {"year": year, "last": year - 1, "version": __version__}.items():
        content = content.replace(f"{{{name}}}", str(word))
    return content


def _schema(kind: str, language: Language) -> str:
    """What `jixiao schema` shows of a bundled kind, with Chinese keys as in the first submission."""
    from linter.rulebook import load_rulebook
    from linter.writers import schema

    kinds = {one.id: one for one in load_rulebook().kinds}
    return schema.render(kinds[kind], "zh", catalogue.phrase("absent", {}, language))
