-- A value is a cell of true or false without the blanks around it; NULL where it is empty. Most have none.
create or replace temp macro bare_flag(cell) as
case
    when list_contains(['TRUE', 'FALSE', 'True', 'False', 'true', 'false'], cell) then cell
    else nullif(trim(cell), '')
end
