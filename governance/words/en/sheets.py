"""Words for schemes as spreadsheets: what is wrong with a cell, a column, a sheet or a file."""

WORDS: dict[str, tuple[str, str]] = {
    # A cell.
    "sheets.cell.formula": (
        "This cell holds a formula, and what it comes to may change.",
        "Copy the cell and paste it back as values, or type the text itself.",
    ),
    "sheets.cell.error": (
        "This cell holds an error of the spreadsheet.",
        "Type what should stand here.",
    ),
    "sheets.cell.percent": (
        "This cell holds a number shown as a percentage, which is not a share of anything.",
        "Type it as text with what it is a share of, for example “10% of budget”.",
    ),
    "sheets.cell.date": (
        "This cell holds a date ({day:day}), where no date can stand.",
        "If the spreadsheet made a date of something else, such as 1-3, format the cell as text and type it again.",
    ),
    "sheets.cell.time": (
        "This cell holds a time of day.",
        "Write a date alone, for example 2026-04-01.",
    ),
    "sheets.cell.yes_no": (
        "This cell holds TRUE or FALSE, where neither can stand.",
        "Format the cell as text and type what should stand here.",
    ),
    "sheets.cell.unreadable": (
        "This cell holds something that is neither text, nor a number, nor a date.",
        "Format the cell as text and type what should stand here.",
    ),
    "sheets.cell.merged": (
        "Cells are merged here, so it is not clear to which row or column the text belongs.",
        "Unmerge the cells, and write the text in each row it is meant for.",
    ),
    "sheets.cell.needed": (
        "“{key}” is missing.",
        "Fill in this cell.",
    ),
    "sheets.cell.name_missing": (
        "This row has no name in its first column.",
        "Write a name, or empty the row.",
    ),
    "sheets.cell.too_long": (
        "What belongs in {where} is longer than the {most:,} characters a spreadsheet's cell can hold.",
        "Use definitions to shorten the condition, or work on the scheme's file itself.",
    ),
    # A rule.
    "sheets.rule.no_condition": (
        "This rule says nowhere when it holds.",
        "Write a test in one of the columns before this one, or “always” in this cell.",
    ),
    "sheets.rule.always_and_more": (
        "The rule holds “always”, and yet has tests in other columns.",
        "Take out “always”, or the tests.",
    ),
    "sheets.rule.other": (
        "“{text}” is not a condition that can stand here.",
        "Write lines such as “is: commitment” or “not: routine”, with the name of a definition, or “always”.",
    ),
    "sheets.test.twice": (
        "“{name}” is tested here and in the column of its own.",
        "Take one of the two out.",
    ),
    "sheets.path.unreadable": (
        "“{text}” cannot be read as steps of a decision path.",
        "Write each step on a line, for example “consult: s151, legal”, then “decide: board (two_thirds)”. Join with “and” what happens at once: “consult: s151 and clear: legal”.",
    ),
    "sheets.path.step": (
        "“{text}” is no kind of step.",
        "{nearest:maybe}Steps are {known:or}.",
    ),
    "sheets.assume.both": (
        "This assumption says what holds, and also what follows from what.",
        "Use the first column, or the other two.",
    ),
    "sheets.limit.differs": (
        "This row says something else about the limit “{name}” than its first row.",
        "Make them the same, or leave this cell empty.",
    ),
    "sheets.entry.unknown": (
        "“{text}” is not an entry of a scheme's head.",
        "{nearest:maybe}Entries are {known:and}.",
    ),
    # A column, a sheet.
    "sheets.column.unknown": (
        "The heading “{text}” means nothing here.",
        "{nearest:maybe}Take the column out, or declare an input of that name. Headings are {known:and}.",
    ),
    "sheets.column.twice": (
        "The heading “{text}” stands here a second time.",
        "Take one of the two columns out.",
    ),
    "sheets.column.missing": (
        "There is no column headed “{text}”.",
        "Put the column back; its cells may be empty.",
    ),
    "sheets.column.none": (
        "This cell stands under no heading, so it is not known what it means.",
        "Write a heading above it, or empty the cell.",
    ),
    "sheets.too_many_rows": (
        "There are rows beyond {most:,}, which is as far as a sheet is read.",
        "Delete the rows below the last rule; emptying them is not enough.",
    ),
    "sheets.sheet.missing": (
        "There is no sheet called “{sheet}”.",
        "{nearest:maybe}Put it back, or name with --with the scheme it should be taken from.",
    ),
    "sheets.sheet.unknown": (
        "There is a sheet called “{sheet}”, which is not read.",
        "Did you mean {nearest}? Else give it another name, such as “Notes”.",
    ),
    "sheets.sheet.twice": (
        "There are two tables called “{sheet}”.",
        "Join them to one.",
    ),
    "sheets.sheet.empty": (
        "The sheet “{sheet}” is empty.",
        "Put its headings back, or delete the sheet.",
    ),
    # A file.
    "sheets.file.not_workbook": (
        "This is not an Excel workbook.",
        "Save it from the spreadsheet as “Excel workbook (.xlsx)”.",
    ),
    "sheets.file.old_or_locked": (
        "This workbook is in the old Excel format, or protected by a password.",
        "Save it as “Excel workbook (.xlsx)”, without a password.",
    ),
    "sheets.file.open_document": (
        "This is an OpenDocument spreadsheet.",
        "Save it as “Excel 2007-365 (.xlsx)”, or as CSV.",
    ),
    "sheets.file.broken": (
        "This workbook cannot be read; part of it is broken.",
        "Open it in a spreadsheet and save it again as “Excel workbook (.xlsx)”.",
    ),
    "sheets.file.too_large_unpacked": (
        "Unpacked, this workbook has more than {most:,} bytes, or very many parts.",
        "Take out pictures and sheets that are not the scheme's, or check that it is the file you meant.",
    ),
    "sheets.file.kind": (
        "It is not clear from the name “{name}” what kind of file it is.",
        "Give it a name that ends in {known:or}.",
    ),
    "sheets.file.exists": (
        "“{name}” exists already.",
        "Choose another name, or write over it with --force.",
    ),
    "file.exists": ("“{name}” exists already.", "Choose another name."),
    "sheets.file.not_written": (
        "“{name}” cannot be written.",
        "Check that the folder exists, that you may write in it, and that the file is not open elsewhere.",
    ),
    "sheets.csv.not_utf8": (
        "This file is not UTF-8 text.",
        "Save it from the spreadsheet as “CSV UTF-8”.",
    ),
    "sheets.csv.is_workbook": (
        "This is an Excel workbook, though its name says CSV.",
        "Give it a name that ends in .xlsx.",
    ),
    "sheets.csv.unreadable": (
        "This file cannot be read as CSV: {detail}.",
        "Save it from the spreadsheet as “CSV UTF-8” again.",
    ),
    "sheets.cannot_keep": (
        "The scheme has texts that would not come out of a spreadsheet as they went in.",
        "Take out characters that cannot be shown, and texts such as “x005F_”.",
    ),
    # Notes for people, in the workbook.
    "sheets.note.range": ("From {least} to {most}.", ""),
    "sheets.note.when": (
        "Lines such as “is: commitment” or “not: routine” with the name of a definition; “any:” with a list; “always”. All conditions of a row must hold.",
        "",
    ),
    "sheets.note.path": (
        "One step a line, in order, for example “consult: s151, legal”, then “decide: board”. Steps: decide, consult, recommend, endorse, consent, clear. Brackets say how: “decide: board (two_thirds)”. Steps joined by “and” happen at once.",
        "",
    ),
    "sheets.note.order": (
        "In which order the scheme's file names the tests. May be emptied; it changes no decision.",
        "",
    ),
    "sheets.about.1": ("{title}", ""),
    "sheets.about.2": (
        "This workbook is a scheme of delegation, one row a rule. Change it, save it as .xlsx, and read it with “vires scheme import”.",
        "",
    ),
    "sheets.about.3": (
        "A cell under an input holds a test in words, for example “over 30,000 and up to 60,000”, “award or waive”, “yes”. Several tests on several lines mean “or”. An empty cell asks nothing. All cells of a row must hold.",
        "",
    ),
    "sheets.about.4": (
        "Columns and sheets may be moved, and rows added. Headings must stay. The column of findings and this sheet are not read.",
        "",
    ),
    "sheets.about.5": (
        "What is wrong is told by cell, everything at once, and nothing is changed until all of it can be read.",
        "",
    ),
    # Told on the command line.
    "sheets.written": ("Written: {name}, {rules:count(rule,rules)}.", ""),
    "sheets.comments": (
        "{number:count(line,lines)} of comments in {name} cannot be kept in a sheet.",
        "",
    ),
    "sheets.findings": ("{number:count(finding,findings)} in the column “Findings”.", ""),
    "sheets.findings_in_dmn": (
        "A DMN file has no column of findings.",
        "Leave --findings out, or export to .xlsx or .csv.",
    ),
    "sheets.unchanged": ("It says the same as {name}.", ""),
}
