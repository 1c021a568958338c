"""Keeps the catalogues of the four languages beside English in step with the source.

    python -m tools.translations extract            source -> fieldservice.pot, then every .po
    python -m tools.translations compile            .po -> .mo, only what changed
    python -m tools.translations check              missing, fuzzy, unused, unfit entries; exit 1 if any
    python -m tools.translations missing pl         untranslated texts as JSON, to be filled in
    python -m tools.translations fill pl FILE.json  takes such a JSON back

In the JSON a key is the English text (behind its context and `|||` if it has one), a value the translation or
the list of its plural forms. The files are written without dates and line numbers, so that branches merge.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "fieldservice"
FOLDER = ROOT / "resources" / "translations"
DOMAIN = "fieldservice"
LOCALES = {"pl": "pl", "cs": "cs", "es": "es", "pt": "pt_PT"}

Filled: TypeAlias = dict[str, str | list[str]]

_CONTEXT_MARK = "|||"
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "marked": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
    "Plural": (1, 2),
    "pgettext": ((1, "c"), 2),
    "in_context": ((1, "c"), 2),
    "called": ((1, "c"), 3),
}
_VOLATILE_HEADERS = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To'
    r"|Project-Id-Version|Generated-By): .*\n",
    re.MULTILINE,
)
_ENDINGS = (".", "…", "?", "!", ":")
_HEADER = "# Made by tools/translations.py from the marked texts of the source.\n#"


def template_path() -> Path:
    return FOLDER / f"{DOMAIN}.pot"


def catalogue_path(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_source() -> Catalog:
    """All marked texts of the source, in the order of their first appearance."""
    catalog = Catalog(project=DOMAIN, charset="utf-8")
    found = extract_from_dir(
        SOURCE,
        method_map=[("**.py", "python")],
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for file, _line, message, comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        where = [(f"{SOURCE.name}/{file}", 0)]
        flags = ("python-brace-format",) if _placeholders(_forms(message)[-1]) else ()
        catalog.add(message, locations=where, auto_comments=comments, context=context, flags=flags)
    return catalog


def read_catalogue(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=LOCALES[language], domain=DOMAIN, project=DOMAIN, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALES[language], domain=DOMAIN)


def write_catalogue(catalog: Catalog, path: Path) -> None:
    catalog.header_comment = _HEADER
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, ignore_obsolete=True, include_lineno=False)
    text = _VOLATILE_HEADERS.sub("", buffer.getvalue().decode())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def extract() -> None:
    template = read_source()
    write_catalogue(template, template_path())
    for language in LOCALES:
        catalog = read_catalogue(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.fuzzy = False
        write_catalogue(catalog, catalogue_path(language))


def compile_catalogues() -> list[Path]:
    """Make the .mo files that are older than their .po; returns those made."""
    made = []
    for language in LOCALES:
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if source.exists() and not _is_newer(target, source):
            buffer = BytesIO()
            write_mo(buffer, read_catalogue(language))
            # Written beside and moved over: another process may be reading the old one, or compiling as well.
            fresh = target.with_suffix(".mo.new")
            fresh.write_bytes(buffer.getvalue())
            fresh.replace(target)
            made.append(target)
    return made


def missing(language: str) -> Filled:
    catalog = read_catalogue(language)
    return {
        _key(message): [""] * catalog.num_plurals if message.pluralizable else ""
        for message in _messages(catalog)
        if not _is_complete(message, catalog.num_plurals)
    }


def fill(language: str, filled: Filled) -> list[str]:
    """Take translations in; returns the keys that no text of the catalogue has."""
    catalog = read_catalogue(language)
    known = {_key(message): message for message in _messages(catalog)}
    for key, translation in filled.items():
        if key in known:
            known[key].string = tuple(translation) if isinstance(translation, list) else translation
            known[key].flags.discard("fuzzy")
    write_catalogue(catalog, catalogue_path(language))
    return [key for key in filled if key not in known]


def check() -> list[str]:
    """Every fault of the catalogues, one line each; empty when all is well."""
    wanted = {_key(message): message for message in _messages(read_source())}
    return [fault for language in LOCALES for fault in _faults(language, wanted)]


def _faults(language: str, wanted: dict[str, Message]) -> Iterator[str]:
    catalog = read_catalogue(language)
    present = {_key(message): message for message in _messages(catalog)}
    for key in wanted.keys() - present.keys():
        yield f"{language}: not in the catalogue: {key!r}"
    for key, message in present.items():
        if key not in wanted:
            yield f"{language}: unused: {key!r}"
        elif message.fuzzy:
            yield f"{language}: fuzzy: {key!r}"
        elif not _is_complete(message, catalog.num_plurals):
            yield f"{language}: not translated: {key!r}"
        else:
            yield from (f"{language}: {fault}: {key!r}" for fault in _misfits(message))


def _misfits(message: Message) -> Iterator[str]:
    """What a translation must share with its source: named values, access key, the sign it ends with."""
    sources, forms = _forms(message.id), _forms(message.string)
    for index, form in enumerate(forms):
        # Only the first form may leave the number out, as the English singular may ("an order").
        yield from _differences(sources[0 if index == 0 else -1], form)


def _differences(source: str, translation: str) -> Iterator[str]:
    if _placeholders(source) != _placeholders(translation):
        yield "other named values"
    if source.count("&") != translation.count("&"):
        yield "other access keys"
    if _ending(source) != _ending(translation):
        yield "other ending"
    if (source[:1].isspace(), source[-1:].isspace()) != (
        translation[:1].isspace(),
        translation[-1:].isspace(),
    ):
        yield "other blanks at the border"


def _placeholders(text: str) -> set[str]:
    try:
        return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"a lone brace"}


def _ending(text: str) -> str:
    return text[-1:] if text.endswith(_ENDINGS) else ""


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The single text, or all plural forms, of an id or its translation."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _key(message: Message) -> str:
    text = _forms(message.id)[0]
    return f"{message.context}{_CONTEXT_MARK}{text}" if message.context else text


def _is_complete(message: Message, forms: int) -> bool:
    translated = _forms(message.string)
    return all(translated) and len(translated) == (forms if message.pluralizable else 1)


def _is_newer(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="translations", description=(__doc__ or "").splitlines()[0])
    actions = parser.add_subparsers(dest="action", required=True)
    for action in ("extract", "compile", "check"):
        actions.add_parser(action)
    actions.add_parser("missing").add_argument("language", choices=LOCALES)
    filling = actions.add_parser("fill")
    filling.add_argument("language", choices=LOCALES)
    filling.add_argument("file", type=Path)
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> int:
    arguments = _arguments(given)
    match arguments.action:
        case "extract":
            extract()
        case "compile":
            compile_catalogues()
        case "missing":
            sys.stdout.write(json.dumps(missing(arguments.language), ensure_ascii=False, indent=1) + "\n")
        case "fill":
            strangers = fill(arguments.language, json.loads(arguments.file.read_text(encoding="utf-8")))
            sys.stdout.writelines(f"not in the catalogue: {key!r}\n" for key in strangers)
            return bool(strangers)
        case "check":
            faults = check()
            sys.stdout.writelines(f"{fault}\n" for fault in faults)
            return bool(faults)
    return 0


if __name__ == "__main__":
    sys.exit(main())
