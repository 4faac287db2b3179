"""Business days, budget years, dates as typed and as written."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.kernel import calendar
from promotion.kernel.calendar import (
    VIETNAM,
    budget_year,
    business_day,
    date_text,
    moment_text,
    month_of,
    now,
    period_text,
    read_date,
    today,
)
from promotion.kernel.errors import DomainError, Invalid, Unclear

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def test_now_is_utc_and_today_is_viet_nam(monkeypatch):
    assert now().tzinfo is UTC
    monkeypatch.setattr(calendar, "now", lambda: datetime(2024, 12, 31, 17, 0, tzinfo=UTC))
    assert today() == date(2025, 1, 1)


@pytest.mark.parametrize(
    "moment, year",
    [
        (datetime(2024, 12, 31, 16, 59, 59, 999_999, tzinfo=UTC), 2024),
        (datetime(2024, 12, 31, 17, 0, tzinfo=UTC), 2025),
        (datetime(2025, 1, 1, 0, 0, tzinfo=VIETNAM), 2025),
        (datetime(2024, 12, 31, 23, 59, 59, tzinfo=VIETNAM), 2024),
        (datetime(2024, 12, 31, 12, 0, tzinfo=timezone(timedelta(hours=-5))), 2025),
        (date(2024, 12, 31), 2024),
        (date(2025, 1, 1), 2025),
    ],
)
def test_the_budget_year_turns_at_midnight_in_viet_nam(moment, year):
    assert budget_year(moment) == year


def test_business_day():
    assert business_day(datetime(2024, 2, 28, 16, 59, tzinfo=UTC)) == date(2024, 2, 28)
    assert business_day(datetime(2024, 2, 28, 17, 0, tzinfo=UTC)) == date(2024, 2, 29)
    assert business_day(datetime(2025, 2, 28, 17, 0, tzinfo=UTC)) == date(2025, 3, 1)


def test_an_instant_without_zone_is_a_fault_of_the_program():
    naive = datetime(2024, 1, 1)  # noqa: DTZ001 - the fault itself
    for use in (business_day, budget_year, lambda moment: moment_text(moment, "vi")):
        with pytest.raises(ValueError):
            use(naive)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("05/03/2026", date(2026, 3, 5)),
        ("5/3/2026", date(2026, 3, 5)),
        ("5-3-2026", date(2026, 3, 5)),
        ("05.03.2026", date(2026, 3, 5)),
        (" 05/03/2026 ", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2000", date(2000, 2, 29)),
        ("31/12/2199", date(2199, 12, 31)),
        ("01/01/1900", date(1900, 1, 1)),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_dates_are_read_day_first(text, language, expected):
    assert read_date(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "abc", "2026", "03/2026", "5/3", "05/03/202", "05/03/20266", "005/03/2026"),
        *("29/02/2023", "29/02/1900", "29/02/2100", "31/04/2024", "30/02/2024", "32/01/2024", "00/01/2024"),
        *("01/00/2024", "13/13/2024", "2024-13-32", "2023-02-29", "2026-3-5", "20260305", "2026/03/05"),
        *("01/01/1899", "01/01/2200", "01/01/9999", "31/04/24", "05/03-2026", "05 03 2026", "5//3/2026"),
        *(
            "\uff10\uff15/03/2026",
            "05/03/٢٠٢٦",
            "2026-03-05T00:00",
            "05/03/2026 10:00",
            "45356",
            "5 March 2026",
        ),
        "9" * 500,
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Invalid) as caught:
        read_date(text, "vi")
    assert len(str(caught.value)) < 160


@pytest.mark.parametrize(
    "text, reading",
    [
        ("5/3/26", "05/03/2026"),
        ("05-03-26", "05/03/2026"),
        ("12/31/2024", "31/12/2024"),
        ("2024-31-12", "31/12/2024"),
        ("2024-13-01", "13/01/2024"),
        ("12/31/24", "31/12/2024"),
        ("02/29/2024", "29/02/2024"),
        ("01/01/0024", "01/01/2024"),
    ],
)
def test_a_short_year_or_a_month_first_is_asked_back(text, reading):
    with pytest.raises(Unclear) as caught:
        read_date(text, "vi")
    assert caught.value.readings == (reading,)
    assert caught.value.params["text"] == text


@given(DAYS, st.sampled_from(["vi", "en"]))
def test_what_is_written_reads_back(day, language):
    assert read_date(date_text(day, language), language) == day
    assert read_date(day.isoformat(), language) == day


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{1,4}", fullmatch=True))
def test_no_text_breaks_the_reader(text):
    with suppress(DomainError):
        assert isinstance(read_date(text, "vi"), date)


def test_dates_and_moments_are_written_the_administrative_way():
    assert date_text(date(2026, 3, 5), "vi") == "05/03/2026"
    assert date_text(date(2026, 3, 5), "en") == "05/03/2026"
    assert moment_text(datetime(2024, 12, 31, 17, 5, tzinfo=UTC), "vi") == "00:05 01/01/2025"
    with pytest.raises(ValueError):
        date_text(date(2026, 3, 5), "fr")


@given(DAYS)
def test_months_are_counted_through(day):
    number = month_of(day)
    assert (number // 12, number % 12 + 1) == (day.year, day.month)
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert month_of(following) == number + 1


@pytest.mark.parametrize(
    "start, end, vi, en",
    [
        ((2024, 1, 1), (2024, 9, 30), "9 tháng đầu năm 2024", "first 9 months of 2024"),
        ((2024, 1, 1), (2024, 6, 30), "6 tháng đầu năm 2024", "first 6 months of 2024"),
        ((2024, 7, 1), (2024, 12, 31), "6 tháng cuối năm 2024", "last 6 months of 2024"),
        ((2024, 1, 1), (2024, 12, 31), "năm 2024", "2024"),
        ((2024, 1, 1), (2024, 3, 31), "quý I năm 2024", "first quarter of 2024"),
        ((2024, 4, 1), (2024, 6, 30), "quý II năm 2024", "second quarter of 2024"),
        ((2024, 7, 1), (2024, 9, 30), "quý III năm 2024", "third quarter of 2024"),
        ((2024, 10, 1), (2024, 12, 31), "quý IV năm 2024", "fourth quarter of 2024"),
        ((2024, 2, 1), (2024, 2, 29), "tháng 2 năm 2024", "February 2024"),
        ((2024, 1, 1), (2024, 2, 29), "2 tháng đầu năm 2024", "first 2 months of 2024"),
        ((2024, 4, 1), (2024, 7, 31), "từ tháng 4 đến tháng 7 năm 2024", "April to July 2024"),
        ((2024, 2, 1), (2024, 4, 30), "từ tháng 2 đến tháng 4 năm 2024", "February to April 2024"),
        ((2021, 1, 1), (2025, 12, 31), "giai đoạn 2021–2025", "2021–2025"),
        ((2024, 3, 5), (2024, 3, 5), "ngày 05/03/2024", "05/03/2024"),
        ((2024, 2, 1), (2024, 2, 28), "từ 01/02/2024 đến 28/02/2024", "01/02/2024 to 28/02/2024"),
        ((2024, 1, 2), (2024, 9, 30), "từ 02/01/2024 đến 30/09/2024", "02/01/2024 to 30/09/2024"),
        ((2024, 7, 1), (2025, 6, 30), "từ 01/07/2024 đến 30/06/2025", "01/07/2024 to 30/06/2025"),
    ],
)
def test_periods_have_names(start, end, vi, en):
    assert period_text(date(*start), date(*end), "vi") == vi
    assert period_text(date(*start), date(*end), "en") == en


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(ValueError):
        period_text(date(2024, 1, 2), date(2024, 1, 1), "vi")
