-- A value is a count without the guards of a spreadsheet around it and without the ,0 that programs in German, French and
-- other languages write behind a whole number.
create or replace temp macro bare_count(cell) as
nullif(case
    when contains(cell, ',') then regexp_replace(trim(cell, ' ''"='), '^([0-9]+),00?$', '\1')
    else trim(cell, ' ''"=')
end, '')
