"""Entry of the tooling. This file alone must be readable by any Python 3, to say which one is needed."""

import sys

if sys.version_info < (3, 10):
    sys.exit(
        "error: the tooling runs on Python 3.10 or newer, this is %d.%d. "
        "Remedy: apt-get install python3 on Debian 12, or make PYTHON=/path/to/python3.11" % sys.version_info[:2]
    )

from tools.suite.cli import main

sys.exit(main())
