-- A value is an id without the x that rtweet writes before it, so that no spreadsheet takes it for a number. Most ids are
-- digits alone, or begin with it: a regular expression would take four times as long.
create or replace temp macro id_without_x(id) as
case
    when starts_with(id, 'x') then substr(id, 2)
    when starts_with(id, ' ') then regexp_replace(id, '^ *x', '')
    else id
end
