"""A first rule for somebody who writes one: small, complete, and already without fault."""

from __future__ import annotations

import os

from linter.catalogue import Language
from linter.rule import Pack
from linter.schema import Field

_RULE = """\
# {hint}
id: {id}
title:
  zh: “{zh}”没有填写
  en: “{en}” is not filled in
severity: warning
basis:
  zh: 惯例
  en: practice
each: $
assert: not blank({field})
at: {field}
message:
  zh: “{zh}”没有填写，应填写
  en: “{en}” is not filled in, but is required
help:
  zh: 填写“{zh}”
  en: fill in “{en}”
why:
  zh: |
    写明为什么这样要求、怎样改正、什么情况下可以不改。
  en: |
    Say why this is required, how to mend it, and when to leave it.
examples:
  pass:
    - {{{field}: 甲}}
  fail:
    - given: {{{field}: }}
      at: /{field}
      message: “{zh}”没有填写，应填写
"""
_HINT = {
    "zh": "改成你要的规则；jixiao rules check 和 jixiao rules test 会告诉你哪里不对。",
    "en": "Turn this into the rule you want; jixiao rules check and jixiao rules test say what is wrong with it.",
}


def new_rule(id: str, pack: Pack, language: Language) -> tuple[str, str]:
    """The path and the text of a new rule in the pack's folder."""
    folder = os.path.dirname(pack.file.source.path)
    field = _first_text(pack.kind.root)
    text = _RULE.format(id=id, zh=field.title, en=field.name, field=field.name, hint=_HINT[language])
    return os.path.join(folder, f"{id}.yaml"), text


def _first_text(root: Field) -> Field:
    """A field for the first version of the rule: what names a submission, else any text."""
    named = root.properties.get(root.row_key or "")
    if named is not None:
        return named
    return next((field for field in root.properties.values() if "string" in field.types), root)
