"""The desk as `python -m fieldservice` opens it, watched for its first painted rows.

The watch is imported after the program, whose modules come in the order in which they come without it.
"""

import importlib
import sys

from fieldservice.cli import main


def watched(arguments: list[str]) -> int:
    importlib.import_module("fieldservice.commandline.desk")
    watch = importlib.import_module("bench.first_paint")
    application = watch.QApplication(sys.argv[:1])
    kept = watch.FirstPaint(application)
    code = main(arguments)
    del kept
    return code


if __name__ == "__main__":
    sys.exit(watched(sys.argv[1:]))
