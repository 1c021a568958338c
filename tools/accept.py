"""Rewrites the accepted texts of documents: `python -m tools.accept`; read the diff before you commit it."""

import sys

from tests.reports.accepted import FOLDER, NAMES, accepted_text
from tools.translations import compile_catalogues


def main() -> int:
    compile_catalogues()
    for name in NAMES:
        path = FOLDER / name
        text = accepted_text(name)
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
