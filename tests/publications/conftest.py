"""Published figures of the tests, entered from a file as people enter them."""

import pytest

from tests.support import house

HEAD = "year,period,scope,place,edition,level,measure,value,unit,as_of,source,note"


@pytest.fixture
def entered(request, app, tmp_path):
    """The application after the rows of the test's module were entered."""
    file = tmp_path / "reports.csv"
    file.write_text("\n".join([HEAD, *request.module.ROWS]), encoding="utf-8")
    house.command(app, "import", "apply", "opening-figures", str(file))
    return app
