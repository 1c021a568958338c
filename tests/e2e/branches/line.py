"""The line to the centre: one port before several processes, which takes turns, and can be cut."""

import socket
from collections.abc import Sequence
from itertools import cycle
from threading import Lock, Thread

LISTEN_SECONDS = 0.2
PIECE = 65_536


class Line:
    """Listens at `port`. Each connection goes to the next process that takes it; cut, all fall and none
    begins. `carried` counts the bytes, both ways.
    """

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = cycle(ports)
        self._tries = len(ports)
        self._lock = Lock()
        self._open: set[socket.socket] = set()
        self._is_cut = False
        self._is_closed = False
        self.carried = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(LISTEN_SECONDS)
        self.port: int = self._listener.getsockname()[1]
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            fallen = list(self._open)
        for each in fallen:
            _shut(each)

    def mend(self) -> None:
        with self._lock:
            self._is_cut = False

    def close(self) -> None:
        self._is_closed = True
        self.cut()
        self._thread.join()
        self._listener.close()

    def _listen(self) -> None:
        while not self._is_closed:
            try:
                caller, _address = self._listener.accept()
            except TimeoutError:
                continue
            Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        centre = None if self._is_cut else self._next()
        if centre is None:
            caller.close()
            return
        ends = (caller, centre)
        for end in ends:  # as every balancer does: the end of a message waits for nobody's answer
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open.update(ends)
        there = Thread(target=self._pour, args=(caller, centre), daemon=True)
        there.start()
        self._pour(centre, caller)
        there.join()
        with self._lock:
            self._open.difference_update(ends)
        for end in ends:
            end.close()

    def _next(self) -> socket.socket | None:
        """A process that answers; one that was killed is passed over, as a balancer does."""
        for _try in range(self._tries):
            with self._lock:
                port = next(self._ports)
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=5)
            except OSError:
                continue
        return None

    def _pour(self, giving: socket.socket, taking: socket.socket) -> None:
        giving.settimeout(None)
        try:
            while piece := giving.recv(PIECE):
                taking.sendall(piece)
                with self._lock:
                    self.carried += len(piece)
        except OSError:
            pass  # the other end fell: so does this one
        _shut(giving)
        _shut(taking)


def _shut(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is shut
