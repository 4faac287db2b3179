"""How values are written on pages."""

import pytest

from promotion.kernel.money import amount_text
from promotion.web.values import money


@pytest.mark.data("empty")
def test_an_amount_below_zero_has_a_minus_sign_on_pages_and_a_hyphen_in_fields_and_files(app):
    with app.test_request_context("/?unit=million"):
        assert money(-1_234_567, "dong") == "\u22121.234.567"
        assert money(-1_234_567) == "\u22121,23"
        assert (money(0), money(None)) == ("0,00", "…")
        write = app.jinja_env.from_string("{{ -5|dong }} {{ -5000000|money }}")
        assert write.render() == "\u22125 \u22125,00"
        assert amount_text(-1_234_567, "vi") == "-1.234.567"
