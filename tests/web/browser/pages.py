"""Every page that is tested in the browser and shown in ``docs/screenshots/``, by name."""

PAGES = {
    "home": "/",
    "endpoint": "/sparql",
    "problem": "/nowhere",
}
