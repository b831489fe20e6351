"""`python -m filon` is the `filon` command."""

import sys

from filon.cli import main

sys.exit(main())
