"""Languages of the pages: found as folders, compiled in memory, chosen anew by each request.

A language is a folder under ``locales/`` with ``.po`` files in it; English is the language of the
messages themselves and needs none.  The choice is ``?lang=``, else ``Accept-Language``, else
English; nothing is kept of it.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, has_request_context, request

SOURCE: Final = "en"
LOCALES: Final = Path(__file__).parent / "locales"
LANGUAGES: Final = "kgservice.languages"
PARAMETER: Final = "lang"


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which pages are written.

    :ivar tag: as in ``lang`` attributes and ``?lang=``
    :ivar name: what it calls itself
    :ivar locale: how it writes numbers and dates
    :ivar messages: what stands for each English message
    """

    tag: str
    name: str
    locale: Locale
    messages: NullTranslations


def read_languages(folder: Path = LOCALES) -> dict[str, Language]:
    """Read the languages of a folder, English first.

    :param folder: holds ``<tag>/LC_MESSAGES/`` for each language, with ``messages.po`` for what
        the pages say and ``questions.po`` for the questions of the catalogue
    :returns: languages by tag
    """
    found = {SOURCE: _language(SOURCE, NullTranslations())}
    for place in sorted(path for path in folder.glob("*/LC_MESSAGES") if path.is_dir()):
        messages = Translations()
        for path in sorted(place.glob("*.po")):
            messages.merge(_compiled(path))
        tag = place.parts[-2].replace("_", "-")
        found[tag] = _language(tag, messages)
    return found


def _compiled(path: Path) -> Translations:
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)


def register(app: Flask, folder: Path = LOCALES) -> None:
    """Let the templates of an application speak the languages of a folder."""
    app.extensions[LANGUAGES] = read_languages(folder)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )


def languages() -> Mapping[str, Language]:
    """Return the languages of this application, by tag."""
    return cast(Mapping[str, Language], current_app.extensions[LANGUAGES])


def language() -> Language:
    """Return the language in which this request is answered."""
    if not has_request_context():
        return languages()[SOURCE]
    if "language" not in g:
        g.language = _chosen(languages())
    return cast(Language, g.language)


def asked_language() -> str:
    """Return the language that the address of this request names, empty if it names none."""
    if "asked_language" not in g:
        asked = request.args.get(PARAMETER, "")
        g.asked_language = asked if asked in languages() else ""
    return cast(str, g.asked_language)


def _chosen(known: Mapping[str, Language]) -> Language:
    if asked := asked_language():
        return known[asked]
    for tag, quality in request.accept_languages:
        for candidate in (tag, tag.partition("-")[0]):
            if quality > 0 and candidate in known:
                return known[candidate]
    return known[SOURCE]


def gettext(message: str) -> str:
    """Return a message in the language of this request."""
    return language().messages.ugettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a message that fits a number."""
    return language().messages.ungettext(singular, plural, count)


def mark(message: str) -> str:
    """Return a message as it is: it is translated where it is shown."""
    return message


def _language(tag: str, messages: NullTranslations) -> Language:
    locale = Locale.parse(tag, sep="-")
    return Language(tag, locale.get_display_name(tag) or tag, locale, messages)
