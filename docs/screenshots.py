"""Takes the README’s pictures of the report, light and dark: `make example`."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent
REPORT = DOCS.parent / "results" / "report.html"
SIZE = {"width": 1120, "height": 1000}


def main() -> None:
    """Writes report-light.png and report-dark.png, the head of the page in either theme."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for theme in ("light", "dark"):
            page = browser.new_page(viewport=SIZE, device_scale_factor=1.5)
            page.goto(f"{REPORT.as_uri()}?theme={theme}&lang=en")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=DOCS / f"report-{theme}.png")
        browser.close()


if __name__ == "__main__":
    main()
