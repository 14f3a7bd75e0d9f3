"""Write a picture of every page, light and dark: ``python -m tests.web.browser.screenshots D``."""

import sys
from pathlib import Path

from kgservice.build import build_release
from kgservice.release import current_release
from kgservice.settings import Settings
from tests.serving import serving
from tests.web.browser.browsing import chromium, visiting
from tests.web.browser.pages import PAGES

SIZE = {"width": 1280, "height": 800}


def main(folder: Path) -> None:
    """Write ``<page>-light.jpg`` and ``<page>-dark.jpg`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    releases = Settings().releases
    if current_release(releases) is None:
        build_release(releases, Settings().imports)
    with serving(releases.absolute()) as site, chromium() as browser:
        for scheme in ("light", "dark"):
            with visiting(
                browser, f"http://127.0.0.1:{site.port}", color_scheme=scheme, viewport=SIZE
            ) as visit:
                for name, path in PAGES.items():
                    visit.open(path)
                    visit.page.screenshot(
                        path=folder / f"{name}-{scheme}.jpg", type="jpeg", quality=55
                    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
