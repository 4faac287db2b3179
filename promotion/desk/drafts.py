"""What a reader asks of the desk."""

from dataclasses import dataclass

from promotion.figures.model import Question
from promotion.kernel.choices import Choice
from promotion.kernel.text import mark as N_


class By(Choice):
    """What the rows of a list are put together by."""

    province = "province", N_("Province")
    unit = "unit", N_("Unit")
    content = "content", N_("Content")
    fund = "fund", N_("Fund")


@dataclass(frozen=True)
class DeskQuestion:
    """Which lines of money: those of a figures' question (year, level, region, province, unit, content), of a fund
    (label), of projects with these words; put together how; and of these groups only one, by its key.
    """

    figures: Question
    fund: str | None = None
    words: str = ""
    by: By = By.province
    group: str | None = None

    @property
    def year(self) -> int:
        """The budget year."""
        return self.figures.year
