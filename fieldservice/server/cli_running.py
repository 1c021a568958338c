"""`serve`: the processes of the centre."""

import argparse
from pathlib import Path
from typing import Any

from fieldservice.server.cli_output import DONE
from fieldservice.server.serve import serve
from fieldservice.server.settings import ServerSettings, with_values
from fieldservice.wording import _

_OPTIONS = ("host", "port", "workers", "tls_cert", "tls_key", "behind_proxy")


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser("serve", help=_("serve workstations and other systems"))
    parser.add_argument("--host", help=_("address to listen at"))
    parser.add_argument("--port", type=int, help=_("port to listen at"))
    parser.add_argument("--workers", type=int, metavar="N", help=_("how many processes"))
    parser.add_argument("--tls-cert", type=Path, metavar="FILE", help=_("certificate with its chain (PEM)"))
    parser.add_argument("--tls-key", type=Path, metavar="FILE", help=_("key of the certificate (PEM)"))
    parser.add_argument(
        "--behind-proxy", action="store_true", default=None, help=_("a proxy in front keeps the line private")
    )
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace, settings: ServerSettings) -> int:
    named = {name: getattr(options, name) for name in _OPTIONS if getattr(options, name) is not None}
    serve(with_values(settings, named))
    return DONE
