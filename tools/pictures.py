"""Make the pictures of docs/pictures/ anew, from practice data: `python -m tools.pictures`.

Needs Chromium for the screens and, for the page of the workbook, LibreOffice and pdftoppm; what is missing is said and
its picture left as it is. The practice data are loaded into a folder that is gone afterwards.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from playwright.sync_api import Page, sync_playwright
from pydantic import SecretStr
from sqlalchemy import select

from config import ROOT, Settings
from promotion.database.handle import db
from promotion.factory import create_app
from promotion.ledger.models import Envelope, Fund, Proposal
from promotion.projects.models import Project
from promotion.translations.catalogues import compile_all
from tools.serving import served
from tools.start import PRACTISE, PREPARE, run

FOLDER = ROOT / "docs" / "pictures"
WIDTH = 1366
MOST_BYTES = 200 * 1024
PASSWORD = "practice pictures only"  # noqa: S105 - of invented people, in a database that is gone afterwards
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
REPORT = (
    "--region",
    "south",
    "--year",
    "2024",
    "--to",
    "2024-09-30",
    "--boundaries",
    "recorded",
    "--lang",
    "vi",
)


@dataclass(frozen=True)
class Picture:
    """One picture of a screen: its name, whose it is, where, how high, and what is typed there first."""

    name: str
    person: str
    address: str
    height: int
    before: Callable[[Page], None] = lambda _page: None


def main() -> int:
    """Make all pictures; return 1 when one is missing or too large."""
    compile_all()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        settings = Settings(
            practice=True,
            instance_path=Path(temporary),
            demo_password=SecretStr(PASSWORD),
            secret_key=SecretStr(PASSWORD * 2),
        )
        app = create_app(settings)
        for words in (*PREPARE, *PRACTISE):
            if run(app, *words):
                return 1
        missing = [*screens(app), *workbook(app, Path(temporary))]
        with app.app_context():
            db.engine.dispose()
    large = [file.name for file in FOLDER.glob("*.png") if file.stat().st_size > MOST_BYTES]
    for fault in (*missing, *(f"{name} is larger than {MOST_BYTES // 1024} KB" for name in large)):
        print(fault, file=sys.stderr)
    return 1 if missing or large else 0


def screens(app: Flask) -> list[str]:
    """Photograph the screens; return what could not be done."""
    executable = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if executable is None:
        return ["Chromium is not installed: the screens stay as they are"]
    with app.app_context():
        wanted = pictures()
    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        for picture in wanted:
            context = browser.new_context(base_url=address, locale="vi-VN", color_scheme="light")
            page = context.new_page()
            page.set_viewport_size({"width": WIDTH, "height": picture.height})
            take(page, picture)
            context.close()
        browser.close()
    return []


def pictures() -> tuple[Picture, ...]:
    """Return the screens that are photographed, with addresses of things that the practice data hold."""
    fund = db.session.scalars(
        select(Fund).where(Fund.level == "national").order_by(Fund.budget_year.desc())
    ).first()
    asked = select(Proposal).where(
        Proposal.state == "open", Proposal.level == "national", Proposal.kind == "release"
    )
    proposal = db.session.scalars(asked).first()
    contract = select(Envelope.project_id).where(Envelope.kind == "commitment", Envelope.owed > 0)
    running = select(Project).where(
        Project.home == "2025-91", Project.state == "running", Project.id.in_(contract)
    )
    project = db.session.scalars(running.order_by(Project.code.desc())).first()
    found = [Picture("board", "agency.head", "/?year=2024&level=national&as_of=30/06/2024", 840)]
    if project:
        found.append(Picture("project", "clerk.an-giang", f"/projects/{project.public_id}", 1000))
    if fund:
        found.append(Picture("release", "agency", f"/funds/{fund.public_id}/release", 1120, check_a_release))
    if proposal:
        found.append(Picture("proposal", "agency.head", f"/proposals/{proposal.public_id}", 1180))
    found.append(Picture("conference", "organiser.south", "/reports/conference?year=2024&to=30/09/2024", 900))
    return tuple(found)


def check_a_release(page: Page) -> None:
    """Type a release of 90 percent and look at what would follow."""
    page.fill("#percent", "90")
    page.fill("#document_number", "15230/BTC-HCSN")
    page.fill("#document_date", page.input_value("#business_date"))
    page.fill("#document_issuer", "Bộ Tài chính")
    page.click("button[value=check]")


def take(page: Page, picture: Picture) -> None:
    """Sign in, go there, do what comes before, and photograph the window."""
    page.goto("/sign-in")
    page.fill("#email", f"{picture.person}@example.vn")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.goto(picture.address)
    picture.before(page)
    page.wait_for_load_state("networkidle")
    file = FOLDER / f"{picture.name}.png"
    page.screenshot(path=file)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")


def workbook(app: Flask, folder: Path) -> list[str]:
    """Print the workbook of a conference and keep the page of its provinces as a picture."""
    office, painter = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or painter is None:
        return ["LibreOffice or pdftoppm is not installed: the page of the workbook stays as it is"]
    book = folder / "conference.xlsx"
    if run(app, "report", "conference", *REPORT, "--out", str(book)):
        return ["the workbook could not be written"]
    home = f"-env:UserInstallation=file://{folder}/office"
    printing = (office, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book))
    speaking = {**os.environ, "LC_ALL": "vi_VN.UTF-8"}  # separators as an office in Viet Nam prints them
    subprocess.run(printing, check=True, capture_output=True, env=speaking)
    painting = (
        "-png",
        "-gray",
        "-f",
        "2",
        "-l",
        "2",
        "-singlefile",
        "-scale-to-x",
        str(WIDTH),
        "-scale-to-y",
        "-1",
    )
    subprocess.run((painter, *painting, str(folder / "conference.pdf"), str(FOLDER / "workbook")), check=True)
    return []


if __name__ == "__main__":
    sys.exit(main())
