"""The map has every department once, in a cell of its own."""

from filon.partners.departments import CELLS, COLUMNS, ROWS, department_name


def test_grid_has_every_department_once() -> None:
    mainland = {f"{number:02d}" for number in range(1, 96) if number != 20}

    assert set(CELLS) == mainland | {"2A", "2B", "971", "972", "973", "974", "976"}
    assert len({(cell.column, cell.row) for cell in CELLS.values()}) == len(CELLS) == 101
    assert (max(cell.column for cell in CELLS.values()) + 1, max(cell.row for cell in CELLS.values()) + 1) == (COLUMNS, ROWS)


def test_department_is_named_with_its_code() -> None:
    assert [department_name(code) for code in ("30", "2A", "99", "")] == ["30 Gard", "2A Corse-du-Sud", "99", ""]
