"""Sheets as other programs save them: code pages, delimiters, quotes, tabs, headers twice, and of another window."""

import csv
import random
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from mtw_pipeline.coding.sheets.reading import read_sheet
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.errors import UserError
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, Desk, coding_study, fill, opened
from mtw_pipeline_tests.unit.coding.sheets.saved_tables import Lines, filled, taken, written
from mtw_pipeline_tests.unit.coding.sheets.test_code_pages import as_excel


@pytest.mark.parametrize(
    ("code_page", "delimiter", "end"),
    [("cp1252", ";", "\r\n"), ("cp1250", ";", "\r\n"), ("mac_roman", ";", "\r"), ("mac_roman", ",", "\n"),
     ("cp437", "\t", "\r\n"), ("ascii", ",", "\r\n")],
)  # fmt: skip
def test_what_excel_saves_in_a_code_page_is_taken(wide: Desk, code_page: str, delimiter: str, end: str) -> None:
    lines = filled(wide, "Inés", "¿sí?")
    saved = [[as_excel(cell, code_page) for cell in line] for line in lines]
    notes = taken(wide, written(saved, delimiter, end).encode(code_page))
    if code_page in {"cp1252", "mac_roman"}:
        assert set(notes) == {"¿sí?"}
    assert {who for who, _, _ in wide.codes()} == {"Inés"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_what_other_programs_save_in_unicode_is_taken(wide: Desk, encoding: str) -> None:
    lines = filled(wide, "Inés", "🎉")
    assert set(taken(wide, written(lines, "\t" if encoding == "utf-16" else ",").encode(encoding))) == {"🎉"}


def test_a_code_page_does_not_spoil_a_note_that_is_there(wide: Desk) -> None:
    lines = filled(wide, "Inés", "🎉 claro")
    taken(wide, written(lines).encode("utf-8-sig"))
    saved = [[as_excel(cell, "cp1252") for cell in line] for line in lines]
    assert set(taken(wide, written(saved, ";").encode("cp1252"), "again.csv")) == {"🎉 claro"}


def with_empty_parts(lines: Lines) -> Lines:
    """An empty column, empty lines, a title, and names in capitals."""
    widened = [["", *line[:3], "", *line[3:], "", ""] for line in lines]
    title = ["Table 1", *[""] * (len(widened[0]) - 1)]
    empty = [""] * len(widened[0])
    return [title, empty, [name.upper() for name in widened[0]], widened[1], empty, *widened[2:], empty, empty]


def with_a_header_for_people(lines: Lines) -> Lines:
    labels = {"purpose": "Purpose", "tone": "Tone", "tweet": "The tweet", "notes": "Notes"}
    return [lines[0], [labels.get(name, name) for name in lines[0]], *lines[1:]]


def named_by_label(lines: Lines) -> Lines:
    return [[{"purpose": "Purpose ", "tone": "TONE"}.get(name, name) for name in lines[0]], *lines[1:]]


def sorted_cut_and_of_another_order(lines: Lines) -> Lines:
    """Columns in another order, rows shuffled, texts cut."""
    rows = [line[::-1] for line in lines]
    at = rows[0].index("text")
    body = [[cell[:60] if place == at else cell for place, cell in enumerate(row)] for row in rows[1:]]
    random.Random(1).shuffle(body)  # noqa: S311
    return [rows[0], *body]


@pytest.mark.parametrize("missing", ["NA", "<NA>", "NaN", "nan"])
def test_what_r_and_pandas_write_for_nothing_is_no_code_and_no_note(wide: Desk, missing: str) -> None:
    """R's write.csv and readr write NA into blank cells: such notes were kept, such codes were faults."""
    lines = filled(wide, "Inés")
    at, note = lines[0].index("purpose"), lines[0].index("notes")
    for line in lines[1:]:
        line[note] = missing
    lines[2][at] = missing
    (wide.study.root / "r.csv").write_text(written(lines))
    found = wide.take(wide.study.root / "r.csv")
    assert (found.problems, found.noted) == ((), 0)
    assert found.notes == (f"{len(lines)} cells say NA or NaN, as R and pandas write what is blank: taken for blank",)
    assert sum(name == "purpose" for _, _, name in wide.codes()) == len(lines) - 2


def test_a_category_or_coder_that_is_called_so_is_one(tmp_path: Path, warehouse: Warehouse) -> None:
    settings = SETTINGS.replace('{name = "other"}', '{name = "n/a"}, {name = "NA"}')
    desk = Desk(coding_study(tmp_path / "category", settings), warehouse)
    fill(desk.paths["Ana"], {"purpose": "NA", "tone": "warm"})
    assert desk.take(desk.paths["Ana"]).problems == ()
    assert "NA" in desk.codes().values()


def test_row_numbers_of_r_and_pandas_are_nothing_that_was_left_out(wide: Desk) -> None:
    lines = filled(wide, "Inés")
    numbered = [["", *lines[0]], *([str(at), *line] for at, line in enumerate(lines[1:], start=1))]
    (wide.study.root / "numbered.csv").write_text(written(numbered))
    assert wide.take(wide.study.root / "numbered.csv").notes == ()
    numbered[2][0] = "see me"
    (wide.study.root / "told.csv").write_text(written(numbered))
    (note,) = wide.take(wide.study.root / "told.csv").notes
    assert note == "what stands under no name of a column was left out: row 3"


@pytest.mark.parametrize(
    "change", [with_empty_parts, with_a_header_for_people, named_by_label, sorted_cut_and_of_another_order]
)
def test_what_people_and_programs_do_to_a_table_does_not_matter(wide: Desk, change: Callable[[Lines], Lines]) -> None:
    taken(wide, written(change(filled(wide, "Inés"))).encode())


def test_lines_that_were_taken_for_one_cell_each(wide: Desk) -> None:
    lines = [[cell.replace("\n", " ") for cell in line] for line in filled(wide, "Inés")]
    each = [[line] for line in written(lines).splitlines()]
    taken(wide, written(each, ";", quoting=csv.QUOTE_ALL).encode("utf-8-sig"))


def test_two_coders_in_one_file_with_columns_in_different_orders(wide: Desk) -> None:
    ines, ben = filled(wide, "Inés"), [line[::-1] for line in filled(wide, "Ben")]
    taken(wide, written([*ines, [""], *ben]).encode(), rows=34)
    assert {who for who, _, _ in wide.codes()} == {"Inés", "Ben"}


def test_two_coders_in_two_tabs_of_one_workbook(wide: Desk) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for coder in ("Inés", "Ben"):
        lines = filled(wide, coder)
        if coder == "Ben":
            lines[3][lines[0].index("purpose")] = "opinon"
        tab = book.create_sheet(coder)
        for line in lines:
            tab.append([f"'{cell}" if cell.startswith("=") else cell for cell in line])
    book.save(wide.study.root / "both.xlsx")
    found = wide.take(wide.study.root / "both.xlsx")
    assert [(one.tab, one.row, one.variable) for one in found.problems] == [("Ben", 4, "purpose")]
    assert sum(name == "purpose" for _, _, name in wide.codes()) == 33


def test_codes_under_merged_cells_are_named_and_a_merged_coder_is_of_all_rows(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    book, sheet, names = opened(desk.paths["Ana"])
    sheet.merge_cells(start_row=2, end_row=6, start_column=names["coder"], end_column=names["coder"])
    for name in ("purpose", "tone"):
        sheet.merge_cells(start_row=3, end_row=4, start_column=names[name], end_column=names[name])
    book.save(desk.paths["Ana"])
    found = desk.take(desk.paths["Ana"])
    assert {one.row for one in found.problems} == {4}
    assert all("merged" in one.problem for one in found.problems)
    assert sum(name == "purpose" for _, _, name in desk.codes()) == 16, "of 17 rows"


def test_what_is_written_beside_the_table_and_into_comments_is_told(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    book, sheet, names = opened(desk.paths["Ana"])
    sheet.cell(4, sheet.max_column + 2).value = "not sure of this one"
    sheet.cell(5, names["purpose"]).comment = Comment("or other?", "Ana")
    book.save(desk.paths["Ana"])
    found = desk.take(desk.paths["Ana"])
    assert found.problems == ()
    assert [note.rpartition(":")[2].strip() for note in found.notes[:1]] == ["row 4"]
    assert "1 cell has comments" in found.notes[1]
    assert sheet.cell(5, names["purpose"]).coordinate in found.notes[1]


def test_a_further_sheet_of_a_workbook_that_holds_something_else_is_told(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    book, _, _ = opened(desk.paths["Ana"])
    book["lists"].sheet_state = "visible"
    book.create_sheet("empty")
    book.create_sheet("my doubts").append(["number three was hard"])
    book.save(desk.paths["Ana"])
    assert desk.take(desk.paths["Ana"]).notes == (
        "the sheet 'my doubts' has no column named tweet: nothing of it was imported",
    )


def test_a_row_of_codes_is_no_header_though_tweet_is_a_code(tmp_path: Path) -> None:
    path = tmp_path / "renamed.csv"
    key = "2021-01-01_2021-01-31 t1345000000000000000"
    path.write_text(f"Tweet ID,coder,tweet_type_by_people\n{key},Ana,tweet\n{key},Ben,tweet\n", encoding="utf-8")
    with pytest.raises(UserError, match="has no column named tweet"):
        read_sheet(path)


def test_formulas_that_no_program_computed_are_told(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    assert desk.take(desk.paths["Ana"]).notes == ()
    book, sheet, names = opened(desk.paths["Ben"])
    for row in (2, 3):
        sheet.cell(row, names["purpose"]).value = '="other"'
    book.save(desk.paths["Ben"])
    found = desk.take(desk.paths["Ben"])
    assert (found.codes, found.problems) == (0, ())
    [note] = found.notes
    assert note.startswith("2 cells hold formulas")
    assert f"codes, {sheet.cell(2, names['purpose']).coordinate}; " in note


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("cell", "is_told"),
    [
        ('<c r="{}"><f>"a"</f></c>', True), ('<c r="{}"><f>"a"</f><v></v></c>', True),
        ('<c r="{}" s="1"><f t="shared" si="0"/><v/></c>', True), ('<c r="{}" t="str"><f>""</f><v></v></c>', False),
        ('<c r="{}" t="str"><f>"other"</f><v>other</v></c>', False),
        (f'<x:c xmlns:x="{MAIN}" r="{{}}"><x:f>"a"</x:f></x:c>', True),
    ],
)  # fmt: skip
def test_a_formula_that_gave_an_empty_text_has_a_value(desk: Desk, cell: str, is_told: bool) -> None:
    book, sheet, names = opened(desk.paths["Ben"])
    place = sheet.cell(2, names["purpose"])
    place.value = "planted"
    book.save(desk.paths["Ben"])
    with ZipFile(desk.paths["Ben"]) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    planted = re.compile(rf'<c r="{place.coordinate}"[^>]*>.*?</c>')
    changed = {name: planted.sub(cell.format(place.coordinate), part) for name, part in parts.items()}
    assert sum(changed[name] != parts[name] for name in parts) >= 1
    with ZipFile(desk.paths["Ben"], "w") as packed:
        for name, part in changed.items():
            packed.writestr(name, part)
    notes = desk.take(desk.paths["Ben"]).notes
    assert any(note.startswith("1 cell holds a formul") for note in notes) == is_told


def test_a_number_that_may_be_two_categories_is_none_of_them(tmp_path: Path, warehouse: Warehouse) -> None:
    settings = SETTINGS.replace('{name = "information"}', '{name = "1.1"}, {name = "1.10"}')
    desk = Desk(coding_study(tmp_path / "study", settings, size=30), warehouse)
    book, sheet, names = opened(desk.paths["Ana"])
    as_typed: list[float | str] = [1.1, "1.1", "1.10", "'1.10"]
    for row, typed in enumerate(as_typed, start=2):
        sheet.cell(row, names["purpose"]).value = typed
    book.save(desk.paths["Ana"])
    found = desk.take(desk.paths["Ana"])
    assert [(one.row, one.problem.partition(" are")[0]) for one in found.problems if one.variable == "purpose"] == [
        (2, "1.1 and 1.10")
    ]
    assert sorted(code for (_, _, name), code in desk.codes().items() if name == "purpose") == ["1.1", "1.10", "1.10"]
    lines = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    lines[2][names["purpose"] - 1] = "1.1"  # as a spreadsheet saves 1.10
    path = tmp_path / "saved.csv"
    path.write_text(written(lines, ",", "\n"), encoding="utf-8")
    assert "are one number" in next(one.problem for one in desk.take(path).problems if one.row == 3)


def test_a_row_that_nobody_signed_says_how_it_is(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    book, sheet, names = opened(desk.paths["Ana"])
    sheet.cell(2, names["coder"]).value = None
    book.save(desk.paths["Ana"])
    [problem] = desk.take(desk.paths["Ana"]).problems
    assert "nobody stands under coder" in problem.problem
    assert "--coder NAME" in problem.problem


def test_a_workbook_under_the_name_of_a_csv_is_read(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    path = desk.paths["Ana"].with_name("sent by mail.csv")
    path.write_bytes(desk.paths["Ana"].read_bytes())
    assert desk.take(path).problems == ()
    assert sum(name == "purpose" for _, _, name in desk.codes()) == 17


def test_a_label_that_is_another_columns_name_takes_no_codes_from_it(tmp_path: Path, warehouse: Warehouse) -> None:
    settings = SETTINGS.replace('label = "Purpose"', 'label = "Tone"').replace('name = "warm"', 'name = "other"')
    desk = Desk(coding_study(tmp_path / "named", settings, size=30), warehouse)
    fill(desk.paths["Ana"], {"tone": "other"})
    book, sheet, names = opened(desk.paths["Ana"])
    sheet.delete_cols(names["purpose"])
    book.save(desk.paths["Ana"])
    desk.take(desk.paths["Ana"])
    assert {name for _, _, name in desk.codes()} == {"tone"}


def test_rows_whose_texts_were_sorted_apart_are_noticed_all_the_same(wide: Desk) -> None:
    lines = [[as_excel(cell, "cp1252") for cell in line] for line in filled(wide, "Inés")]
    at = lines[0].index("text")
    for line, text in zip(lines[1:], [line[at] for line in (*lines[2:], lines[1])], strict=True):
        line[at] = text
    path = wide.study.root / "mixed.csv"
    path.write_bytes(written(lines, ";").encode("cp1252"))
    said = [one.problem for one in wide.take(path).problems]
    same = sum(line[at] == "2021" for line in lines) + sum("2021" in line[at] for line in lines[1:])
    assert len(said) >= 17 - same
    assert all("sorted apart" in one for one in said)


def test_a_sheet_is_made_for_the_printer_and_leads_to_the_tweet(desk: Desk) -> None:
    _, sheet, names = opened(desk.paths["Ana"])
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape", 1, 0,
    )  # fmt: skip
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert str(sheet.print_area).endswith(f"$A$1:$J${sheet.max_row}")
    for row in range(2, sheet.max_row + 1):
        key = read_key(str(sheet.cell(row, names["tweet"]).value))
        assert key is not None
        address = f"https://twitter.com/i/web/status/{key.tweet_id}"
        assert sheet.cell(row, names["tweet_link"]).value == f'=HYPERLINK("{address}","open")'


def test_a_variable_cannot_be_named_as_a_column_of_every_sheet(desk: Desk) -> None:
    with pytest.raises(UserError, match="every sheet has a column notes of its own"):
        desk.settle('name = "tone"', 'name = "notes"')
