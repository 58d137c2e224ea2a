-- A value is an id without what a spreadsheet puts around it; NULL where it stands for nobody. Most ids are digits alone.
create or replace temp macro bare_id(cell, nobody, guarded) as
case
    when regexp_full_match(cell, '[0-9]{2,}') then cell
    when not regexp_full_match(trim(cell), nobody) then regexp_replace(trim(cell), guarded, '\1\2')
end
