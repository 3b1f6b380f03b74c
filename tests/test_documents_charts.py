from django.template.loader import render_to_string

from documents.charts import Bar, BarChart, Part

BAR = Bar([Part("m", 11, "11 men"), Part("w", 8, "8 women"), Part("u", 0, "0 not stated")])


def test_a_bar_leaves_out_what_nobody_is_in():
    assert BAR.total == 19
    assert BAR.label == "11 men, 8 women"
    assert [(each.start, each.width) for each in BAR.segments] == [(0.0, 11), (11.0, 8)]


def test_a_bar_is_drawn_with_its_words_and_nothing_inline():
    svg = render_to_string("documents/charts/bar.svg", {"bar": BAR})

    assert '<rect class="w" x="11.0" width="8" height="1" fill="#c3d4e1"/>' in svg
    assert "<title>11 men, 8 women</title>" in svg
    assert "style" not in svg


def test_bars_share_one_scale_and_say_all_in_the_title():
    chart = BarChart("Participants", [BAR, Bar([Part("m", 190, "190 men")])], width=380)

    svg = render_to_string("documents/charts/bars.svg", {"chart": chart})

    assert [segment.width for row in chart.rows for segment in row.segments] == [22, 16, 380]
    assert "<text" not in svg
    assert svg.count("<title>Participants</title>") == 1


def test_a_chart_of_nothing_is_drawn():
    chart = BarChart("Nobody", [Bar([])])

    assert "<rect" not in render_to_string("documents/charts/bars.svg", {"chart": chart})
