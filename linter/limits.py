"""Every limit in one table.

Each limit bounds what one untrusted file, pack or value may cost.  Sizes are
bytes unless the name says otherwise; the manual prints this table.
"""

from typing import Final

# Files
FILE_BYTES: Final = 32 * 2**20
PACK_BYTES: Final = 4 * 2**20
PACK_RULES: Final = 10_000
EXTENDS_DEPTH: Final = 16

# Document trees
DEPTH: Final = 100
EXPANDED_NODES: Final = 200_000  # nodes after YAML aliases are followed
EXPANSION_RATIO: Final = 20  # … and at most this many times the nodes written
CELLS: Final = 2_000_000
COLUMNS: Final = 16_384
SUBMISSIONS: Final = 10_000  # in one file

# Numbers and values
NUMBER_DIGITS: Final = 400
EXPONENT: Final = 60
VALUE_CHARACTERS: Final = 2_000

# Expressions
EXPRESSION_CHARACTERS: Final = 4_096
EXPRESSION_DEPTH: Final = 100
EXPRESSION_NODES: Final = 2_000
EXPRESSION_STEPS: Final = 1_000_000  # a rule and submission
RESULT_ITEMS: Final = 100_000  # characters of a text or items of a list that an expression may build
PATTERN_CHARACTERS: Final = 1_000
PATTERN_MEMORY: Final = 8 * 2**20

# Reports
DIAGNOSTICS_PER_FILE: Final = 1_000
MESSAGE_CHARACTERS: Final = 2_000
EXCERPT_CHARACTERS: Final = 200
RELATED_LOCATIONS: Final = 200
