"""`flask release plan`: what it prints on a fund as it stands, and what it answers to what cannot be asked."""

import json

import pytest

BILLION = 10**9


@pytest.fixture
def ask(app, stage):
    def ask(*words, fund=None):
        command = ["release", "plan", "--fund", fund or stage.fund.code, *words]
        return app.test_cli_runner().invoke(args=command)

    return ask


def told(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_35_percent_pro_rata_to_the_dong(ask, stage):
    found = told(ask("--percent", "35", "--rule", "pro-rata", "--json"))
    sums = ("plan", "released_before", "tranche", "released_after", "given", "stays")
    assert [found[key] // BILLION for key in sums] == [100, 20, 15, 35, 15, 0]
    assert found["given"] == 15 * BILLION == sum(row["now"] for row in found["lines"])
    for part in ("provinces", "units", "lines"):
        for key in ("listed", "entitled", "received", "now", "after", "short", "lines", "starting"):
            assert sum(row[key] for row in found[part]) == found["total"][key], (part, key)
    # Missing 28, 10 and 47 of 85: the largest remainder takes the last đồng.
    assert sorted(row["now"] for row in found["lines"]) == [1764705882, 4941176471, 8294117647]
    # Of 35 bn released in all, lines of 40, 10 and 50 bn are entitled to 14, 3.5 and 17.5 bn.
    assert found["total"]["entitled"] == 35 * BILLION
    assert sorted(row["entitled"] for row in found["lines"]) == [3_500_000_000, 14 * BILLION, 17_500_000_000]
    assert told(ask("--percent", "35", "--json")) == found


def test_rules_in_their_order_an_amount_and_idle_money(ask):
    words = ("--amount", str(5 * BILLION), "--rule", "province-floor", "--floor", "15", "--rule", "pro-rata")
    found = told(ask(*words, "--with-idle", "--json"))
    assert found["rules"] == ["province-floor", "pro-rata"]
    # 3 bn lie with the fund and 1 bn with each unit.
    assert (found["given"], found["from_units"], found["stays"]) == (10 * BILLION, 2 * BILLION, 0)
    hue = next(row for row in found["provinces"] if row["received"] == 3 * BILLION)
    assert hue["after"] >= 75 * BILLION // 10
    text = ask("--percent", "35", "--lang", "en").stdout.splitlines()
    assert "# tranche\t15000000000" in text
    assert text[-1].split("\t")[4] == "15000000000"


@pytest.mark.parametrize(
    "words, fund, code, said",
    [
        (("--percent", "35"), "KCQG-1999", 2, "there is no fund 'KCQG-1999'"),
        (("--percent", "35", "--rule", "by-lot"), None, 2, "'by-lot' is not one of"),
        (("--percent", "101"), None, 2, "'101' is no percentage from 0 to 100"),
        (("--percent", "1e1"), None, 2, "'1e1' is no percentage from 0 to 100"),
        ((), None, 2, "give either --percent or --amount"),
        (("--percent", "35", "--amount", "5"), None, 2, "give either --percent or --amount"),
        (("--percent", "35", "--rule", "province-floor"), None, 2, "come together"),
        (("--percent", "20", "--lang", "en"), None, 1, "20.000.000.000 đồng are released already"),
        (("--amount", "80000000001", "--lang", "en"), None, 1, "Only 80.000.000.000 đồng of the plan"),
        (
            ("--percent", "35", "--rule", "province-floor", "--floor", "50", "--lang", "en"), None, 1,
            "The floor of the provinces cannot be kept: 20.000.000.000 đồng are missing.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_plainly(ask, words, fund, code, said):
    result = ask(*words, fund=fund)
    assert result.exit_code == code
    assert said in result.output


def test_a_rule_that_cannot_hold_names_those_who_miss_something(ask):
    result = ask("--percent", "35", "--rule", "province-floor", "--floor", "50", "--lang", "en")
    named = [line.split(": ") for line in result.output.splitlines() if line.startswith("  ")]
    assert sum(int(amount) for _name, amount in named) == 20 * BILLION
    assert [name.strip() for name, _amount in named] == ["Hue", "An Giang"]
