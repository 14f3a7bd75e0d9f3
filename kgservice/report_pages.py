"""Reports as pages of their own, to read and to print: no script, no address, light and dark."""

import html
from collections.abc import Iterable
from typing import Final

from kgservice.cells import plain_cell

_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,'Noto Sans','DejaVu Sans',sans-serif;margin:2rem auto;"
    "padding:0 1.5rem;max-width:100rem;font-variant-numeric:tabular-nums}"
    "h1,h2{font-family:Charter,Cambria,Georgia,serif;line-height:1.2}h2{margin-top:2.5rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}"
    "th,td{border-bottom:1px solid #8886;padding:.35rem .7rem .35rem 0;text-align:left;"
    "vertical-align:top;overflow-wrap:break-word;max-width:36rem}"
    "th{white-space:nowrap;border-bottom-width:2px}tbody tr:hover{background:#8881}"
    "del{color:light-dark(#a00,#f99)}ins{color:light-dark(#060,#8d8)}"
    "@media print{:root{color-scheme:light}body{margin:0;padding:0;max-width:none;font-size:9pt}"
    "thead{display:table-header-group}tr{break-inside:avoid}.wide{overflow:visible}nav{display:none}}"
)


def html_text(text: str) -> str:
    """Return a text as HTML, plain also where a spreadsheet opens the page.

    Space before the first sign does not show in HTML, so it is not looked at.
    """
    return html.escape(plain_cell(text.lstrip()))


def html_page(title: str, *parts: str) -> str:
    """Return a page.

    :param title: as text; the page's heading too
    :param *parts: as HTML, what stands under the heading
    :returns: a whole document of HTML
    """
    name = html_text(title)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{_STYLE}</style></head><body><main><h1>{name}</h1>{''.join(parts)}"
        "</main></body></html>\n"
    )


def html_lines(lines: Iterable[str]) -> str:
    """Return sentences as paragraphs of HTML, each plain."""
    return "".join(f"<p>{html_text(line)}</p>" for line in lines)


def html_table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return rows as a table of HTML, each cell plain; a column without a word is left out."""
    return html_rows(header, (map(html_text, row) for row in rows))


def html_rows(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return rows of HTML, at least one, as a table without its empty columns."""
    columns = [
        column for column in zip(map(html_text, header), *rows, strict=True) if any(column[1:])
    ]
    names, *cells = zip(*columns, strict=True)
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide" tabindex="0">{table}</div>'
