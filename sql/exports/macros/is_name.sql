-- A value is whether a cell in which a handle is looked for holds more than signs, an empty list and the handle of nobody.
create or replace temp macro is_name(cell) as
regexp_matches(cell, '[\p{L}\p{N}\p{So}_]')
and not regexp_full_match(
    trim(cell), '0(\.0+)?|@?handle\.invalid|@?(?i:n/a|n\.a\.|\\n|-nan)|[\[({]\s*(?i:none|nan|na|null|empty|blank)?\s*[\])}]|(?:c|list|set|tuple|character|integer|logical)\((?:0|NA|NULL)?\)'
)
