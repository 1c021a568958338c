"""A second start rings at the desk that runs in its folder and goes away, bringing a call with it if there
is one.
"""

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 2_000
TRIES, BETWEEN_TRIES_MS = 50, 100


def name_of(home: Path) -> str:
    """The name at which the desk of that folder is rung; short, as some systems demand."""
    return f"fieldservice-{hashlib.sha256(str(home).encode()).hexdigest()[:16]}"


def ring_at(home: Path, number: str | None, tries: int = TRIES) -> bool:
    """Ring at the running desk of that folder, with a caller's number or to show itself; False when none
    answers. One that is only just starting is rung at again for a few seconds.
    """
    socket = QLocalSocket()
    for left in reversed(range(tries)):
        socket.connectToServer(name_of(home))
        if socket.waitForConnected(PATIENCE_MS):
            break
        if not left:
            return False
        QThread.msleep(BETWEEN_TRIES_MS)
    socket.write(json.dumps({"call": number}).encode())
    socket.flush()
    socket.waitForBytesWritten(PATIENCE_MS)
    socket.disconnectFromServer()
    if socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
        socket.waitForDisconnected(PATIENCE_MS)
    return True


class Doorbell(QObject):
    """Listens for those who ring; its desk holds the folder's lock.

    `call_arrived` carries the number as it came, `was_rung` nothing.
    """

    call_arrived = Signal(str)
    was_rung = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)
        self._name = name_of(home)

    def listen(self) -> bool:
        """Begin to listen; False when the system does not allow it."""
        QLocalServer.removeServer(self._name)  # what a killed desk left behind; the lock says that none runs
        return self._server.listen(self._name)

    def close(self) -> None:
        self._server.close()

    @Slot()
    def _on_connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(lambda caller=socket: self._on_gone(caller))
            if socket.state() is QLocalSocket.LocalSocketState.UnconnectedState:
                self._on_gone(socket)

    def _on_gone(self, socket: QLocalSocket) -> None:
        """The caller has said everything and hung up."""
        told = bytes(socket.readAll().data())
        socket.deleteLater()
        try:
            number = json.loads(told)["call"]
        except (ValueError, KeyError, TypeError):
            return
        self.was_rung.emit()
        if isinstance(number, str):
            self.call_arrived.emit(number)
