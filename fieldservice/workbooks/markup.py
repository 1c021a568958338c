"""Reading of XML parts with expat, hardened: no document type, no entities, nothing fetched; cancellable.

defusedxml guards the parsers of the standard library in the same way, but through its slower pure Python
builder; a sheet of 50,000 rows needs expat's own speed, so the same refusals are set here on expat itself.
"""

from collections.abc import Mapping
from typing import BinaryIO, NoReturn, Protocol
from xml.parsers import expat

from fieldservice.workbooks.sheets import Watch

_CHUNK = 1 << 16
_LONGEST_TOKEN = 4 << 20


class Listener(Protocol):
    """Told of the elements of a part, in order, with names as written (prefix included)."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def local_attributes(attributes: Mapping[str, str]) -> dict[str, str]:
    return {local_name(name): value for name, value in attributes.items()}


def listen(source: BinaryIO, listener: Listener, watch: Watch) -> None:
    """Feed one part to the listener; a document type or broken markup is a RuleViolation."""
    parser = _hardened(watch)
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    fed = 0
    try:
        while chunk := source.read(_CHUNK):
            watch.advance(len(chunk))
            parser.Parse(chunk, False)
            fed += len(chunk)
            # expat before 2.6 scans an unfinished tag or comment again with every chunk: time without bound
            if fed - max(0, parser.CurrentByteIndex) > _LONGEST_TOKEN:
                raise watch.refusal("workbook.damaged")
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError, OverflowError) as problem:
        raise watch.refusal("workbook.damaged") from problem


def _hardened(watch: Watch) -> expat.XMLParserType:
    def refuse(*_details: object) -> NoReturn:
        raise watch.refusal("workbook.unsafe_markup")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser
