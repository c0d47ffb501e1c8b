from tests.bench.table import Figure, Table


def a_table() -> tuple[Table, list[str]]:
    lines: list[str] = []
    groups = [("first look", {"queries": 13, "× ten": 14}), ("again", {"queries": 13, "× ten": 14})]
    return Table(groups, lines.append), lines


def test_figure_without_a_limit_is_a_number() -> None:
    assert (str(Figure(3.456, digits=2)), Figure(3.456).is_missed) == ("3.46", False)


def test_figure_at_its_limit_is_kept() -> None:
    assert (str(Figure(16, 16)), Figure(16, 16).is_missed) == ("16 ≤ 16", False)


def test_figure_above_its_limit_is_marked() -> None:
    assert (str(Figure(3.2, 3.0, 2)), Figure(3.2, 3.0, 2).is_missed) == ("3.20 > 3 ✗", True)


def test_figure_is_judged_as_it_is_printed() -> None:
    assert (str(Figure(3.004, 3.0, 2)), Figure(3.004, 3.0, 2).is_missed) == ("3.00 ≤ 3", False)


def test_table_lines_up() -> None:
    table, lines = a_table()
    table.head()
    table.row("home", Figure(38, 60), Figure(12.5, 18, 2), Figure(0), None)
    assert lines == [
        "                     first look                 again",
        "                     queries      × ten         queries      × ten",
        "home                 38 ≤ 60      12.50 ≤ 18    0            -",
    ]


def test_verdict_where_all_is_kept() -> None:
    table, lines = a_table()
    table.row("home", Figure(38, 60), Figure(12.5, 18, 2), Figure(0), None)
    table.fact("memory", Figure(112, 160), "MiB")
    assert (table.verdict(), lines[-1]) == (0, "Every limit was kept.")


def test_verdict_names_each_limit_that_was_missed() -> None:
    table, lines = a_table()
    table.part("23 reports")
    table.row("home", Figure(38, 60), Figure(18.5, 18, 2), Figure(0), None)
    table.fact("memory", Figure(170, 160), "MiB")
    assert table.verdict() == 1
    assert lines[-3:] == [
        "✗ 23 reports, home, first look: × ten 18.50 > 18 ✗",
        "✗ memory: 170 > 160 ✗ MiB",
        "Limits missed: 2.",
    ]
