"""`python -m linter`."""

import sys

try:
    from linter.cli import main

    sys.exit(main())
except KeyboardInterrupt:  # while the program was still being loaded
    sys.exit(130)
