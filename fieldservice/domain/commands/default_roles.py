"""What the standard roles are called in the five languages, and how they are made."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID, uuid5

from fieldservice.domain.commands.default_catalogue import LANGUAGES, Names
from fieldservice.domain.model.people import Role
from fieldservice.domain.rules.rights import STANDARD_ROLES, StandardRole, completed

ROLES = UUID("8a2f1b64-1c35-5d0f-8b1d-7d0f6b1f2c02")
ADMINISTRATOR = "administrator"

ROLE_NAMES: Mapping[str, Names] = MappingProxyType(
    {
        "administrator": (
            "Administrator",
            "Administrator",
            "Správce",
            "Administrador",
            "Administrador",
        ),
        "manager": ("Manager", "Kierownik", "Vedoucí", "Responsable", "Gestor"),
        "coordinator": ("Coordinator", "Koordynator", "Koordinátor", "Coordinador", "Coordenador"),
        "dispatcher": ("Dispatcher", "Dyspozytor", "Dispečer", "Planificador", "Planeador"),
        "technician": ("Technician", "Technik", "Technik", "Técnico", "Técnico"),
        "reader": ("Reader", "Czytelnik", "Čtenář", "Lector", "Leitor"),
    }
)


def role_id(code: str) -> UUID:
    """The id of a role that every company starts with."""
    return uuid5(ROLES, code)


def standard_roles(language: str) -> list[Role]:
    """The roles that every company starts with, named in its language."""
    return [_role(role, position, language) for position, role in enumerate(STANDARD_ROLES)]


def _role(standard: StandardRole, position: int, language: str) -> Role:
    names = dict(zip(LANGUAGES, ROLE_NAMES[standard.code], strict=True))
    return Role(
        id=role_id(standard.code),
        code=standard.code,
        name=names.get(language, names["en"]),
        translations=names,
        position=position,
        rights=sorted(completed(standard.rights)),
        reach=standard.reach,
    )
