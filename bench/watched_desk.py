"""The desk as `python -m fieldservice` opens it, watched for its first painted rows."""

import sys

from PySide6.QtWidgets import QApplication

from bench.first_paint import FirstPaint
from fieldservice.cli import main

if __name__ == "__main__":
    watch = FirstPaint(QApplication(sys.argv[:1]))
    sys.exit(main(sys.argv[1:]))
