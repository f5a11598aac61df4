"""The page on which somebody picks the test person to sign in as; it works without a script."""

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse

from sandbox.identity.sign_in import SignInRequest
from sandbox.registries.people import Person
from shared.texts import Text

_STYLE = """
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
body { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem }
ul { list-style: none; margin: 1.5rem 0; padding: 0 }
li { margin: 0 0 .5rem }
button { font: inherit; text-align: start; cursor: pointer; width: 100%; padding: .75rem 1rem;
  border: 1px solid GrayText; border-radius: .5rem; background: Canvas; color: CanvasText }
button:hover { border-color: CanvasText }
button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px }
button b, button span { display: block }
.note { font-size: .875rem; opacity: .85 }
.cancel { width: auto }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"""


def picking_page(request: SignInRequest, people: Iterable[Person], language: str) -> HTMLResponse:
    """Show everybody who can sign in: those with a FIN."""
    title = _TITLE.in_language(language)
    hidden = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in request.sent.items()
    )
    buttons = "\n".join(_button(person) for person in people if person.fin is not None)
    content = (
        f"<p>{escape(_FOR.filled(portal=request.portal.title).in_language(language))}</p>\n"
        f'<form method="post" action="authorize">\n{hidden}\n'
        f'<ul aria-label="{escape(_LIST.in_language(language))}">\n{buttons}\n</ul>\n'
        f'<button class="cancel" name="cancelled" value="yes">'
        f"{escape(_CANCEL.in_language(language))}</button>\n</form>"
    )
    # A browser follows the form's redirect only where this policy lets forms go.
    back = urlsplit(request.redirect_uri)
    return _page(title, content, language, forms=f"'self' {back.scheme}://{back.netloc}")


def refusing_page(language: str) -> HTMLResponse:
    """Say that nobody is sent anywhere: the portal, or its address, is not registered."""
    content = f"<p>{escape(_NOT_REGISTERED.in_language(language))}</p>"
    title = _REFUSED.in_language(language)
    return _page(title, content, language, forms="'none'", status=400)


def _button(person: Person) -> str:
    name = escape(f"{person.given_name} {person.family_name}")
    known = escape(f"FİN {person.fin} · {person.birth_date.strftime('%d.%m.%Y')}")
    note = escape(person.note)
    return (
        f'<li><button name="person" value="{escape(person.fin or "")}">'
        f"<b>{name}</b> <span>{known}</span> "
        f'<span class="note" lang="en">{note}</span></button></li>'
    )


def _page(
    title: str, content: str, language: str, *, forms: str, status: int = 200
) -> HTMLResponse:
    page = _PAGE.format(language=language, title=escape(title), style=_STYLE, content=content)
    policy = (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action {forms}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Content-Language": language,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(page, status, headers)


_TITLE = Text(az="Kim kimi daxil olursunuz?", en="Who do you sign in as?")
_FOR = Text(
    az="{portal} sizi tanımaq istəyir. Buradakı insanlar uydurmadır: birini seçin. Altındakı qeyd "
    "Sığorta və Monitorinqin həmin şəxs haqqında nə dediyini göstərir.",
    en="{portal} asks who you are. The people here are invented: pick one. The note below a name is "
    "what Sığorta and Monitorinq say about them.",
)
_LIST = Text(az="Sınaq şəxsləri", en="Test people")
_CANCEL = Text(az="İmtina et", en="Cancel")
_REFUSED = Text(az="Daxil olmaq mümkün deyil", en="Nobody can sign in here")
_NOT_REGISTERED = Text(
    az="Bu portal və ya onun qayıdış ünvanı qeydiyyatda deyil: `client_id` və `redirect_uri` "
    "hərfi-hərfinə uyğun olmalıdır.",
    en="This portal, or the address it wants to come back to, is not registered: `client_id` and "
    "`redirect_uri` must match letter for letter.",
)
