from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from recovery_plans.amounts import (
    TOO_MUCH,
    AmountRefused,
    decimals_of,
    parse_amount,
    print_amount,
)
from recovery_plans.document import build_plan
from recovery_plans.forms import ActionPage
from recovery_plans.gaps import gaps_of
from recovery_plans.models import Action
from recovery_plans.money import (
    ActionMoney,
    DifferentCurrencies,
    MoneyTotals,
    by_currency,
    money_of,
    money_of_plans,
)
from tests.factories import make_action, make_plan
from tests.typing_people import as_shown
from tests.writing_plans import make_money

ARABIC = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
amounts = st.decimals(min_value=0, max_value=10**15 - 1, places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("1250000", 1250000),
        ("1,250,000", 1250000),
        ("1.250.000", 1250000),
        ("1 250 000", 1250000),
        ("1\u00a0250\u202f000", 1250000),
        ("1’250’000.50", "1250000.50"),
        ("12,50,000", 1250000),
        ("1,00,00,000", 10000000),
        ("1.25 million", 1250000),
        ("1,25 Million", 1250000),
        ("12.5 lakh", 1250000),
        ("3 crore", 30000000),
        ("2 bn", 2000000000),
        ("5k", 5000),
        ("3,5 triệu", 3500000),
        ("FJD 1,250", 1250),
        ("1,250 FJD", 1250),
        ("1.250,75", "1250.75"),
        ("1,250.75", "1250.75"),
        ("١٬٢٥٠٬٠٠٠", 1250000),
        ("١٢٫٥", "12.5"),
        ("๑๒๕๐", 1250),
        ("0,500", "0.5"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert parse_amount(text, currency="FJD") == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Write the amount in figures, such as 1,250,000 or 1.25 million."),
        ("NaN", "Write the amount in figures, such as 1,250,000 or 1.25 million."),
        ("Infinity", "Write the amount in figures, such as 1,250,000 or 1.25 million."),
        ("1e99", "Write the amount in figures, such as 1,250,000 or 1.25 million."),
        ("10^99", "Write the amount in figures, such as 1,250,000 or 1.25 million."),
        ("about 5", "Write the amount in figures, such as 1,250,000 or 1.25 million."),
        ("1" + "0" * 99, "This amount is too large to be meant."),
        ("1000 trillion", "This amount is too large to be meant."),
        ("-5", "An amount is nought or more."),
        ("−5", "An amount is nought or more."),
        ("1.250", "Is 1.250 more than a thousand, or a little over one? Write it out in full."),
        ("1,250 bn", "Is 1,250 more than a thousand, or a little over one? Write it out in full."),
        ("1,2,3", "The separators do not stand where thousands end. Please check."),
        ("12,5000,000", "The separators do not stand where thousands end. Please check."),
        ("5.", "A figure is missing beside the separator."),
        ("1.005,123", "The currency has at most 2 digits after the point."),
        (
            "5 dollars",
            "“dollars” is not known beside an amount. Amounts are in the plan’s own currency.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_words(text, why):
    with pytest.raises(AmountRefused, match="^") as refused:
        parse_amount(text, currency="FJD")

    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("currency", "text", "amount"),
    [
        ("VND", "1.250", 1250),
        ("VND", "1,250", 1250),
        ("KWD", "1.250", "1.25"),
        ("KWD", "1,250", 1250),
    ],
)  # fmt: skip
def test_the_digits_of_the_currency_say_what_a_point_is(currency, text, amount):
    assert parse_amount(text, currency=currency) == Decimal(amount)


def test_a_currency_without_decimals_takes_none():
    with pytest.raises(AmountRefused):
        parse_amount("12.50", currency="VND")


@given(amounts)
def test_whatever_is_printed_is_read_back(amount):
    assert parse_amount(print_amount(amount, "FJD"), currency="FJD") == amount


@given(amounts, st.sampled_from([ARABIC, THAI]))
def test_the_digits_of_other_scripts_say_the_same(amount, script):
    printed = f"{amount:,.2f}"

    assert parse_amount(printed.translate(script), currency="FJD") == amount


@given(st.text(), st.sampled_from(["FJD", "VND", "KWD"]))
def test_any_text_is_an_amount_that_fits_or_is_refused(text, currency):
    try:
        amount = parse_amount(text, currency=currency)
    except AmountRefused:
        return

    assert 0 <= amount < TOO_MUCH
    assert -amount.as_tuple().exponent == decimals_of(currency)


def test_amounts_print_with_the_digits_of_their_currency():
    assert [
        print_amount(Decimal(amount), currency).replace("\u00a0", " ")
        for amount, currency in [("1200000", "FJD"), ("0.5", "FJD"), ("7", "KWD"), ("1.25", "KWD")]
    ] == ["FJD 1,200,000", "FJD 0.50", "KWD 7", "KWD 1.250"]


def test_the_gap_is_cost_less_secured_of_costed_actions_one_by_one(plan):
    rich = make_action(plan, costing=Action.Costing.BUDGETED)
    make_money(rich, cost=100, secured=150)
    poor = make_action(plan, costing=Action.Costing.ESTIMATE)
    make_money(poor, cost=500, secured=200, requested=50, spent=120)
    uncosted = make_action(plan)
    make_money(uncosted, secured=70)
    stopped = make_action(plan, state="stopped", state_reason="No.", costing="estimate")
    make_money(stopped, cost=10_000)

    assert money_of(plan) == MoneyTotals(
        currency="FJD", actions=3, costed=2, stopped=1, cost=Decimal(600), secured=Decimal(420),
        requested=Decimal(50), spent=Decimal(120), gap=Decimal(300), without_source=Decimal(250),
    )  # fmt: skip
    assert money_of(plan).scope == "Of 2 costed actions; 1 is not costed; 1 stopped is left out."
    assert build_plan(plan).money == money_of(plan)


def test_not_costed_is_not_nought(plan):
    make_action(plan)

    lines = dict(money_of(plan).lines)

    assert (lines["Cost"], lines["Gap"]) == ("not costed", "not known")


def test_a_cost_of_nought_is_a_cost(plan):
    make_money(make_action(plan, costing="budgeted"), cost=0)

    assert (money_of(plan).costed, money_of(plan).gap) == (1, 0)


def test_asking_for_more_than_the_gap_is_noticed():
    money = ActionMoney(cost=Decimal(100), secured=Decimal(80), requested=Decimal(30))

    assert money.asks_more_than_gap
    assert money.without_source == 0


def test_more_requested_than_is_missing_is_questioned_and_saved(client, plan, officer):
    client.force_login(officer)
    action = make_action(plan, costing="estimate")
    make_money(action, cost=100, secured=80)
    page = ActionPage(None, action=Action.objects.get(pk=action.pk))
    row = {"money-new0-kind": "requested", "money-new0-amount": "30"}

    address = reverse("recovery_plans:action_edit", args=[plan.pk, action.number])
    answer = client.post(address, as_shown(page, **row), follow=True)

    question = "more money is requested than is missing. Is that meant?"
    said = [str(message) for message in answer.context["messages"]]
    assert f"Action {action.number}: {question}" in said
    assert action.money.get(kind="requested").amount == 30
    gaps = {gap.text: gap.must for gap in gaps_of(plan).all}
    assert gaps[f"Action {action.number}: {question}"] is False


def test_currencies_are_never_added():
    with pytest.raises(DifferentCurrencies):
        MoneyTotals("FJD") + MoneyTotals("VND")

    sums = by_currency([MoneyTotals("VND", actions=1), MoneyTotals("FJD"), MoneyTotals("VND")])
    assert [(one.currency, one.actions) for one in sums] == [("FJD", 0), ("VND", 1)]


def test_the_money_of_any_number_of_plans_is_one_query(project, django_assert_num_queries):
    plans = [make_plan(project) for _ in range(3)]
    for plan in plans:
        make_money(make_action(plan, costing="estimate"), cost=5)

    with django_assert_num_queries(1):
        totals = money_of_plans(plans)

    assert [totals[plan.pk].cost for plan in plans] == [5, 5, 5]
