"""`python -m tests.survival [NAME ...] [--long] [--on KIND]`, from the root of the project."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from survival.running import main  # what tests share is found from their folder

main()
