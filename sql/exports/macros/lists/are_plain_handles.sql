-- A value is whether a list holds nothing but handles from which nothing is to be taken away, none of which is 0.
create or replace temp macro are_plain_handles(handles) as
array_length(handles) = 0
or (
    list_position(handles, null) is null
    and array_length(string_split(array_to_string(handles, chr(31)), chr(31))) = array_length(handles)
    and regexp_full_match(
        array_to_string(handles, chr(31)),
        '(?:[A-Za-z1-9_][A-Za-z0-9_]*|0[A-Za-z0-9_]+)(?:\x1f(?:[A-Za-z1-9_][A-Za-z0-9_]*|0[A-Za-z0-9_]+))*'
    )
)
