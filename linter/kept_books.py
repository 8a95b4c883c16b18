"""Rule books kept in the user's cache: reading and checking a pack takes long, and packs seldom change.

A kept book is taken only if every file of its packs, the bundled schemas and the program itself are what they were.
Only books without any problem are kept.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Mapping

from linter import cache, files, resources
from linter.diagnostic import Location
from linter.packs import PACK_FILE
from linter.parameters import Given
from linter.rulebook import DEFAULT_PACKS, RuleBook, load_rulebook


def load(
    packs: Iterable[str] = DEFAULT_PACKS,
    profile: str | None = None,
    params: Mapping[str, str | Given] | None = None,
    profile_place: Location | None = None,
    said: Iterable[str] = (),
) -> RuleBook:
    """As `load_rulebook`; `said` are the texts of the settings from which parameters come."""
    names = list(dict.fromkeys(packs))
    plain = [f"{name}={value}" for name, value in (params or {}).items() if isinstance(value, str)]
    lists = (names, [] if profile is None else [profile], plain, list(said))
    asked = cache.digest(os.getcwd(), *(part for found in lists for part in (str(len(found)), *found)))
    book = _kept(asked)
    if book is None:
        book = load_rulebook(names, profile, params, profile_place)
        if book.packs and not book.problems:
            _keep(asked, book)
    return book


def _kept(asked: str) -> RuleBook | None:
    folders = cache.load("packs", asked)
    if folders is None:
        return None
    content = _content(os.fsdecode(folders).split("\0"))
    kept = cache.load("book", cache.digest(asked, content)) if content is not None else None
    if kept is None:
        return None
    try:
        book = pickle.loads(kept)
    except Exception:  # whatever is the matter with it, there is another way
        return None
    return book if isinstance(book, RuleBook) else None


def _keep(asked: str, book: RuleBook) -> None:
    found = [os.path.dirname(one.path) for one in book.sources if os.path.basename(one.path) == PACK_FILE]
    folders = [str(resources.folder("schemas")), *dict.fromkeys(found)]
    content = _content(folders)
    if content is not None:
        cache.store("packs", asked, os.fsencode("\0".join(folders)))
        cache.store("book", cache.digest(asked, content), pickle.dumps(book, pickle.HIGHEST_PROTOCOL))


def _content(folders: Iterable[str]) -> str | None:
    """One name for all that is in some folders; None where that cannot be read."""
    parts: list[bytes | str] = []
    try:
        for folder in folders:
            for path, below, names in os.walk(folder, onerror=_fail):
                below.sort()
                for name in sorted(names):
                    parts += [os.path.join(path, name), files.read(os.path.join(path, name))]
    except (files.FileProblem, OSError):
        return None
    return cache.digest(*parts)


def _fail(error: OSError) -> None:
    raise error
