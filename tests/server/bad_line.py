"""A line between a workstation and the centre that does everything a line can do wrong.

`BadLine` listens at a port of this machine and passes requests on to a centre, one HTTP exchange at a time;
what becomes of each it takes from a list, or from chance. Whatever it does, a workstation that repeats its
requests must end with each of them applied once.
"""

import enum
import random
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

LARGEST_HEAD = 64 << 10
PIECE = 64 << 10
STALL_SECONDS = 60.0
DELAY_SECONDS = 0.05
_FAILURES = {502: b"Bad Gateway", 503: b"Service Unavailable"}


class Trouble(enum.Enum):
    """What becomes of one request."""

    NONE = "none"
    DROP_REQUEST = "drop request"
    DROP_ANSWER = "drop answer"
    DOUBLE = "double"
    LATE_AGAIN = "late again"
    DELAY = "delay"
    CUT_REQUEST = "cut request"
    CUT_ANSWER = "cut answer"
    BAD_GATEWAY = "502"
    UNAVAILABLE = "503"
    STALL = "stall"


QUICK = tuple(each for each in Trouble if each is not Trouble.STALL)
"""Troubles that cost no waiting."""


@dataclass
class Chance:
    """Draws troubles by a seed; `share` is how many requests of a hundred go wrong."""

    seed: int
    share: int = 30
    troubles: Sequence[Trouble] = QUICK
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - a seed repeats the same troubles

    def __call__(self) -> Trouble:
        is_bad = self._random.randrange(100) < self.share
        return self._random.choice(self.troubles) if is_bad else Trouble.NONE


class BadLine:
    """Stands before the centre at `port`; `next_trouble` is asked once for each request."""

    def __init__(self, port: int, next_trouble: Callable[[], Trouble]) -> None:
        self._centre = ("127.0.0.1", port)
        self._next = next_trouble
        self._guard = threading.Lock()
        self._over = threading.Event()
        self._late: list[bytes] = []
        self._threads: list[threading.Thread] = []
        self._near: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.counts: dict[Trouble, int] = dict.fromkeys(Trouble, 0)
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def run(self) -> None:
        while not self._over.is_set():
            try:
                near, _address = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(near,), daemon=True)
            self._near.append(near)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for near in self._near:  # whoever keeps a connection open is waited for no longer
            with suppress(OSError):
                near.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            while not self._over.is_set():
                request = read_message(near)
                if not request or not self._pass_on(near, request):
                    return

    def _pass_on(self, near: socket.socket, request: bytes) -> bool:
        """Whether the connection to the workstation stays."""
        with self._guard:
            trouble = self._next()
            self.counts[trouble] += 1
            late = self._late.pop() if self._late and trouble is Trouble.NONE else None
        if late is not None:  # an old request comes once more, after newer ones
            self._exchange(late)
        if trouble is Trouble.DROP_REQUEST:
            return False
        if trouble is Trouble.STALL:
            self._over.wait(STALL_SECONDS)
            return False
        if trouble is Trouble.CUT_REQUEST:
            self._send_half(request)
            return False
        if trouble in (Trouble.BAD_GATEWAY, Trouble.UNAVAILABLE):
            near.sendall(failure(int(trouble.value)))
            return True
        return self._answer(near, request, trouble)

    def _answer(self, near: socket.socket, request: bytes, trouble: Trouble) -> bool:
        if trouble is Trouble.DELAY:
            self._over.wait(DELAY_SECONDS)
        if trouble is Trouble.LATE_AGAIN:
            with self._guard:
                self._late.append(request)
        answer = self._exchange(request)
        if trouble is Trouble.DOUBLE:
            answer = self._exchange(request)
        if trouble is Trouble.DROP_ANSWER or not answer:
            return False
        if trouble is Trouble.CUT_ANSWER:
            near.sendall(answer[: len(answer) // 2])
            return False
        near.sendall(answer)
        return True

    def _exchange(self, request: bytes) -> bytes:
        with socket.create_connection(self._centre, 60) as far:
            far.sendall(request)
            return read_message(far, is_answer_to=request)

    def _send_half(self, request: bytes) -> None:
        with socket.create_connection(self._centre, 60) as far:
            far.sendall(request[: len(request) // 2])


@contextmanager
def bad_line(port: int, next_trouble: Callable[[], Trouble]) -> Iterator[BadLine]:
    """A bad line to the centre at this port, for as long as it is wanted."""
    line = BadLine(port, next_trouble)
    thread = threading.Thread(target=line.run, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.stop()
        thread.join(5)


def read_message(line: socket.socket, is_answer_to: bytes = b"") -> bytes:
    """One HTTP/1.1 message whose length is told, as centre and workstations write them; empty at the end."""
    head = _read_head(line)
    if not head:
        return b""
    fields = _fields(head)
    is_bodiless = is_answer_to.startswith(b"HEAD ") or head.split(b" ", 2)[1] in (b"204", b"304")
    if b"chunked" in fields.get(b"transfer-encoding", b""):
        message = "the line knows no chunked bodies"
        raise OSError(message)
    length = 0 if is_bodiless else int(fields.get(b"content-length", b"0"))
    return head + _read_body(line, length)


def failure(status: int) -> bytes:
    """What a proxy before the centre says by itself."""
    return b"HTTP/1.1 %d %s\r\nContent-Length: 0\r\n\r\n" % (status, _FAILURES[status])


def _read_head(line: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = line.recv(1)
        if not piece or len(head) > LARGEST_HEAD:
            return b""
        head += piece
    return head


def _read_body(line: socket.socket, length: int) -> bytes:
    body = bytearray()
    while len(body) < length:
        piece = line.recv(min(PIECE, length - len(body)))
        if not piece:
            return b""
        body += piece
    return bytes(body)


def _fields(head: bytes) -> dict[bytes, bytes]:
    lines = head.split(b"\r\n")[1:]
    pairs = (line.partition(b":") for line in lines if line)
    return {name.strip().lower(): value.strip().lower() for name, _colon, value in pairs}
