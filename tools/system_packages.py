"""Packages of a Debian-like system: installed as root, else unpacked for this program alone."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.console import say

_QUIET = ("-q", "-y", "--no-install-recommends")


def available() -> bool:
    return shutil.which("apt-get") is not None and shutil.which("dpkg-deb") is not None


def install_command(packages: Sequence[str]) -> str:
    """What a person types to get these packages."""
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def install(packages: Sequence[str]) -> bool:
    """Install for the whole system; False where we may not or the packages cannot be had."""
    rights = _root_rights()
    if rights is None or not available():
        return False
    say(f"Installing with apt-get: {' '.join(packages)}")
    wanted = [*rights, "apt-get", "install", *_QUIET, *packages]
    # A fresh image has no package lists, an old one stale lists; both heal by an update.
    return _runs(wanted) or (_runs([*rights, "apt-get", "update", "-q"]) and _runs(wanted))


def unpack(packages: Sequence[str], folder: Path) -> bool:
    """Without root: fetch the packages, and what they need that is not installed; unpack into `folder`."""
    if not available():
        return False
    say(f"Fetching without root rights, for this program only: {' '.join(packages)}")
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    private = [
        *("-o", f"Dir::State::Lists={folder / 'lists'}"),
        *("-o", f"Dir::Cache={folder / 'cache'}"),
        *("-o", "Debug::NoLocking=true"),
        *("-o", "APT::Sandbox::User="),
    ]
    fetched = _runs(["apt-get", *private, "update", "-q"]) and _runs(
        ["apt-get", *private, "install", "--download-only", *_QUIET, *packages]
    )
    archives = sorted((folder / "cache" / "archives").glob("*.deb"))
    unpacked = all(_runs(["dpkg-deb", "-x", str(archive), str(folder / "root")]) for archive in archives)
    for part in ("lists", "cache"):
        shutil.rmtree(folder / part, ignore_errors=True)
    return fetched and unpacked


def unpacked_variables(folder: Path) -> Mapping[str, str]:
    """The environment under which a program finds the libraries unpacked into `folder`."""
    root = folder / "root"
    libraries = sorted({str(path.parent) for path in root.glob("**/*.so*")})
    variables = {"LD_LIBRARY_PATH": os.pathsep.join(libraries)}
    if not Path("/etc/fonts/fonts.conf").exists():
        variables["FONTCONFIG_PATH"] = str(root / "etc" / "fonts")
    if not Path("/usr/share/X11/xkb").exists():
        variables["XKB_CONFIG_ROOT"] = str(root / "usr" / "share" / "X11" / "xkb")
    return variables


def certificates(folder: Path) -> Mapping[str, str]:
    """Where pip finds the certificates that came unpacked, on a system that has none of its own."""
    unpacked = sorted((folder / "root" / "usr" / "share" / "ca-certificates").glob("**/*.crt"))
    if not unpacked or Path("/etc/ssl/certs/ca-certificates.crt").exists():
        return {}
    bundle = folder / "certificates.pem"
    bundle.write_bytes(b"\n".join(certificate.read_bytes() for certificate in unpacked))
    return {"PIP_CERT": str(bundle)}


def _root_rights() -> list[str] | None:
    """The words before a command that give it root rights; None where that needs a password."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    return sudo if shutil.which("sudo") and _runs([*sudo, "true"]) else None


def _runs(command: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
