"""``python -m magesaas_ops``: the same as ``magesaas``."""

import sys

from magesaas_ops.cli import main

if __name__ == "__main__":
    sys.exit(main())
