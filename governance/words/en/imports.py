"""Words for importing notices and registers: what was rejected, and what is odd."""

WORDS: dict[str, tuple[str, str]] = {
    # The file as a whole.
    "import.not_json": (
        "The file is not valid JSON: {detail}.",
        "Fetch or export the file again, or correct this line.",
    ),
    "import.not_a_number": (
        "“{text}” stands where JSON has a number.",
        "Correct the number, or write null where it is not known.",
    ),
    "import.too_deep": (
        "It nests more than {most} levels deep.",
        "Check that it is the file you meant; no notice needs so many.",
    ),
    "import.not_ocds": (
        "The file holds no OCDS releases.",
        "Give an OCDS 1.1 release package, a record package, or a single release with its “ocid”.",
    ),
    "import.not_a_list": (
        "“{name}” should be a list.",
        "Put the items in square brackets, or export the file again.",
    ),
    # A release.
    "import.not_an_object": (
        "This is not a release: it is not an object with names and values.",
        "Ask the publisher for a corrected notice.",
    ),
    "import.repeated_name": (
        "“{name}” stands more than once in one object, so nobody can say which is meant.",
        "Take out all but one.",
    ),
    "import.text_too_long": (
        "A text is {size:,} characters long; at most {most:,} are read.",
        "Shorten the text, or attach it to the notice as a document.",
    ),
    "import.too_many": (
        "There are more than {most:,} {name} in one release.",
        "Check that it is the file you meant, or split the release.",
    ),
    "import.no_ocid": (
        "The release has no “ocid”, so it cannot be told which process it belongs to.",
        "Ask the publisher for the “ocid”, or add it.",
    ),
    "import.name_too_long": (
        "The “{name}” of the release is longer than {most} characters.",
        "Ask the publisher for a corrected notice.",
    ),
    "import.no_date": (
        "The release has no date, so it cannot be told which release is the later.",
        "Add the date on which the release was published.",
    ),
    "import.bad_date": (
        "“{text}” is not a date a release can have.",
        "Write it like 2026-04-01T09:00:00Z.",
    ),
    "import.id_taken": (
        "Another release in this file has the same id ({release}) under {ocid} and says something else.",
        "Give each release an id of its own, or take one of the two out.",
    ),
    "import.id_repeated": (
        "Two different items of “{name}” have the id “{id}”.",
        "Give each an id of its own.",
    ),
    "import.record_without_releases": (
        "The record only links to its releases, and links are not fetched.",
        "Import the releases themselves, or a record with its compiled release.",
    ),
    "import.value_negative": (
        "“{field}” is {text}. A value cannot be less than nothing.",
        "Correct the amount, or leave it out where it is not known.",
    ),
    "import.value_too_large": (
        "“{field}” is {text}, which is more than Vires can hold.",
        "Correct the amount. The most is {most:money}.",
    ),
    # What is odd about a notice that was taken.
    "import.id_missing": (
        "The release has no id of its own; it is known by its ocid and date.",
        "",
    ),
    "import.date_without_zone": (
        "The release’s date, {text}, names no time zone and was read as universal time.",
        "",
    ),
    "import.wrong_shape": (
        "“{field}” is not what the standard has there and was not read.",
        "Check the notice and enter what is missing.",
    ),
    "import.text_mended": (
        "Broken characters or line ends were mended in {fields:and}.",
        "Read the text through; the notice as it came is kept.",
    ),
    "import.title_missing": ("The notice has no title.", "Give the commission a title."),
    "import.buyer_missing": (
        "The notice does not say who buys.",
        "Say which partner the commission belongs to.",
    ),
    "import.value_missing": (
        "The notice gives no value.",
        "Enter the whole-life value when you know it.",
    ),
    "import.value_zero": (
        "“{field}” is zero, which is taken as not known.",
        "Enter the value when you know it.",
    ),
    "import.value_unreadable": (
        "“{field}” is “{text}”, which is not a number, and is taken as not known.",
        "Enter the value when you know it.",
    ),
    "import.value_rounded": (
        "“{field}” is {text} and was rounded to the penny.",
        "",
    ),
    "import.currency_missing": (
        "“{field}” is {text} but names no currency, and is taken as not known.",
        "Enter the value in pounds when you know it.",
    ),
    "import.currency_other": (
        "“{field}” is {text}, which is not in pounds, and is taken as not known.",
        "Enter the value in pounds when you know it.",
    ),
    "import.least_above_value": (
        "The least value, {least:money}, is above the value, {value:money}.",
        "Check the two amounts against the notice.",
    ),
    "import.date_unreadable": (
        "“{field}” is “{text}”, which is not a date, and is taken as not known.",
        "Enter the date when you know it.",
    ),
    "import.date_out_of_range": (
        "“{field}” is {text}, which cannot be meant, and is taken as not known.",
        "Enter the date when you know it.",
    ),
    "import.period_reversed": (
        "“{field}” ends on {ends:day}, before it starts on {starts:day}.",
        "Check the two dates against the notice.",
    ),
    "import.tender_closed_before_notice": (
        "The notice appeared on {published:day}, after tenders had closed on {ends:day}.",
        "",
    ),
    "import.contract_ended_before_notice": (
        "The notice appeared on {published:day}, after the contract had ended on {ends:day}.",
        "Close the commission if nothing follows it.",
    ),
    "import.award_without_supplier": (
        "Award {award} names no supplier.",
        "Enter the provider when you know it.",
    ),
    "import.value_shared": (
        "{value:money} was awarded to {number:count(agreement,agreements)} together; the notice does not say how much is whose.",
        "Enter the value of each agreement when you know it.",
    ),
    "import.several_contracts": (
        "{number:count(contract was,contracts were)} entered into under this award.",
        "Enter each one’s value and dates when you know them.",
    ),
    "import.too_many_lots": (
        "The award is for {number:count(lot,lots)} and many suppliers, so it was taken as one whole.",
        "",
    ),
    # What an import says of a commission or an agreement it brought in.
    "import.found": (
        "It was recorded from a notice or a register, not from a decision taken in Vires.",
        "Check it, and record what Vires should know about it.",
    ),
    "import.no_lead": ("Nobody is named as its lead.", "Name the officer who answers for it."),
    "import.no_end_date": ("No end date is known.", "Enter the end date when you know it."),
    "import.title_shortened": (
        "The title was longer than {most} characters and was shortened.",
        "Give the commission a shorter title; the notice as it came is kept.",
    ),
    "import.tender_over": (
        "The notice says that the tender is {status}.",
        "Record what became of it: withdraw the commission, or go back to planning.",
    ),
    "import.kept": (
        "A later notice says something else about {fields:and}; what was entered here stands.",
        "Compare the two, and correct what is wrong.",
    ),
    "import.no_longer_named": (
        "The latest notice no longer names this agreement.",
        "Find out what became of it, and end it if it never ran.",
    ),
    # The import as a whole.
    "import.file_unreadable": (
        "“{name}” cannot be read.",
        "Check that the file is there and that you may read it.",
    ),
    "import.mapping_missing": (
        "There is no mapping “{name}”.",
        "{nearest:maybe}Give a file, or one of {known:or}.",
    ),
    "import.name_unstorable": (
        "The “ocid” or “id” of the release holds characters that cannot be stored.",
        "Ask the publisher for a corrected notice.",
    ),
    "import.busy": (
        "Others changed the register all through the import; part of the file is not imported.",
        "Import the file again: what is there already stays as it is.",
    ),
    "import.done": (
        "{file} is imported into {partnership}: {created:,} created, {updated:,} updated, {unchanged:,} unchanged, {rejected:,} rejected.",
        "",
    ),
    "import.rate": ("It took {seconds} seconds for {number:,}: {rate:,} a second.", ""),
    "import.deciders": (
        "Who would have had to decide, by {scheme} as it stands on {on:day}:",
        "",
    ),
    "import.decider_unknown": ("not known: {unknown:and} would settle it", ""),
    "import.decider_conflict": ("rules {rules:and} disagree", ""),
    "import.decider_fallback": ("no rule takes it: the {fallback}", ""),
    "import.decider_none": ("no rule takes it", ""),
    # Registers in spreadsheets.
    "import.wrong_encoding": (
        "The file is not written in {encoding}.",
        "Say how it is written (utf-8 or cp1252) under “encoding” in the mapping file, or save the register again as UTF-8.",
    ),
    "import.broken_quotes": (
        "The quotation marks of row {row} do not close as they should.",
        "Save the register again as CSV from the spreadsheet program.",
    ),
    "import.cell_too_large": (
        "A cell of row {row} is longer than {most:,} characters.",
        "Shorten the cell; nothing was imported.",
    ),
    "import.heading_missing": (
        "No column is headed {headings:or} for “{field}”.",
        "{nearest:maybe}Correct the heading in the mapping file, or take “{field}” out.",
    ),
    "import.heading_twice": (
        "Two columns are headed “{heading}”.",
        "Give each column a heading of its own.",
    ),
    "import.heading_mapped_twice": (
        "“{heading}” stands for {fields:and}.",
        "Name each heading under one field only.",
    ),
    "import.unknown_date_format": (
        "“{text}” is not a way of writing dates.",
        "It can be {known:or}.",
    ),
    "import.two_date_orders": (
        "The mapping takes both DD/MM/YYYY and MM/DD/YYYY, so 03/04/2026 could be two days.",
        "Keep the one the register uses.",
    ),
    "import.ragged_row": (
        "The row has {number:count(cell,cells)}; the headings have {expected}.",
        "Check the row for a missing or extra delimiter.",
    ),
    "import.row_without_title": ("The row has no title.", "Say what is commissioned."),
    "import.reference_taken": (
        "Row {row} has the same reference, {reference}, for the same lot or provider.",
        "Give each row a reference of its own, or take one of the two out.",
    ),
    "import.cell_not_a_day": (
        "“{field}” is “{text}”, which is not a day written as {formats:or}.",
        "Correct the cell, or name its way of writing dates in the mapping file.",
    ),
    "import.cell_not_pence": (
        "“{text}” is not a whole number of pence.",
        "Correct the cell, or say “money: pounds” in the mapping file.",
    ),
}
