"""`python -m ratefloat.cli`: the command line without its installed script."""

import sys

from ratefloat.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
