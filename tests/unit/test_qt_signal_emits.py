"""Qt and Python get along: one PySide6 lost a reference at each emit and aborted after some hundred."""

import os
import subprocess
import sys

EMITS_5000 = """
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    told = Signal(bool, object)

heard = []
sender = Sender()
sender.told.connect(lambda flag, value: heard.append(flag))
for number in range(5000):
    sender.told.emit(True, None)
assert len(heard) == 5000
print("alive")
"""


def test_five_thousand_emits_do_not_end_the_interpreter() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    done = subprocess.run(
        [sys.executable, "-c", EMITS_5000], env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "alive", "")
