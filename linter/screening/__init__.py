"""Screening: which rules have nothing to report on a submission, found out by one generated function.

Most rules have nothing to say of most submissions.  Screening finds these rules out without running them, and leaves
the others to `linter.outcomes.judge`, the only one that traces, explains and fills messages.  What is screened out
gives only `pass` or `not applicable`; a value that cannot be read, a unit that does not fit, a row that is no row, or
a list so long that a rule might use up its steps leave a rule to be run.

- `dependence` says what a condition depends on: one cell, several, or more.
- A condition on one cell is asked of the ordinary evaluator, once for each distinct cell, and remembered (`columns`).
  What it gives in all rows is one number, a mask with a bit for each row.
- `conditions` and `lists` turn everything that is made of such conditions (`and`, `?:`, `filter`, `exists`, `count`, …)
  into operations on masks, for all rules together in one function (`source`), and what is left into questions to the
  evaluator, which are asked only where the rest leaves them open (`base`, `asking`).
- `program` compiles a set of rules to plain data, `running` loads that and runs it on a submission.
"""

from linter.screening.program import Compiled, compile_rules
from linter.screening.running import Screen

__all__ = ["Compiled", "Screen", "compile_rules"]
