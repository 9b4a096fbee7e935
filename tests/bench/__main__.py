"""`python -m tests.bench [NAME ...] [--quick]`, from the root of the project."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.running import main  # what tests share is found from their folder

main()
