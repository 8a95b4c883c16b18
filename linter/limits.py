"""Every limit in one table.

Each limit bounds what one untrusted file, pack or value may cost.  Sizes are
bytes unless the name says otherwise; the manual prints this table.
"""

from typing import Final

# Files
FILE_BYTES: Final = 32 * 2**20
IGNORE_BYTES: Final = 2**20  # a .gitignore
PACK_BYTES: Final = 4 * 2**20
PACK_RULES: Final = 10_000
EXTENDS_DEPTH: Final = 16

# Office files
ZIP_ENTRIES: Final = 1_000
INFLATED_BYTES: Final = 256 * 2**20  # of all entries of a package that are read
INFLATION_RATIO: Final = 100  # bytes from one, of an entry or a stream of a PDF that inflates to more than …
INFLATION_GRACE: Final = 100 * 2**10
XML_TAGS: Final = 5_000_000  # of one part of a package
PDF_STREAMS: Final = 64 * 2**20  # of all streams that are read
PDF_WORK: Final = 32 * 2**20  # of what draws the pages, each time it is drawn, …
PDF_WORK_RATIO: Final = 16  # … and at most this many times the size of the file, …
PDF_WORK_GRACE: Final = 256 * 2**10  # … beyond this
PDF_MARKS: Final = 100_000  # characters and corners of lines of one page
PDF_FIELDS: Final = 250_000  # between the lines of one page
PDF_PAGES: Final = 1_000

# Document trees
DEPTH: Final = 100
EXPANDED_NODES: Final = 200_000  # nodes after YAML aliases are followed
EXPANSION_RATIO: Final = 20  # … and at most this many times the nodes written
CELLS: Final = 1_000_000
COLUMNS: Final = 16_384
ROWS: Final = 1_048_576  # of a sheet
SUBMISSIONS: Final = 10_000  # in one file
SUPPRESSIONS: Final = 2_000  # names in the comments of one file
WORKER_SECONDS: Final = 120.0  # of one file, where several processes share the files; a worker at it longer is ended

# Numbers and values
NUMBER_DIGITS: Final = 400
EXPONENT: Final = 60
VALUE_CHARACTERS: Final = 2_000

# Expressions
EXPRESSION_CHARACTERS: Final = 4_096
EXPRESSION_DEPTH: Final = 100
EXPRESSION_NODES: Final = 2_000
EXPRESSION_STEPS: Final = 1_000_000  # a rule and submission
ESTIMATED_ITEMS: Final = 50  # of a list without `maxItems`, when the cost of an expression is estimated
RESULT_ITEMS: Final = 100_000  # characters of a text or items of a list that an expression may build
PATTERN_CHARACTERS: Final = 1_000
PATTERN_MEMORY: Final = 8 * 2**20

# Fixes
FIX_ROUNDS: Final = 10  # of one file: what a fix makes may be fixed once more
FIX_BYTES: Final = 32 * 2**20  # that are read again because of slips that hide one another, all together

# Reports
DIAGNOSTICS_PER_FILE: Final = 1_000
MESSAGE_CHARACTERS: Final = 2_000
EXCERPT_CHARACTERS: Final = 200
RELATED_LOCATIONS: Final = 200

# Caches
CACHE_ENTRY_BYTES: Final = 64 * 2**20
CACHE_ENTRIES: Final = 16  # under one name; the oldest go
