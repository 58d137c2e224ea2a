-- A value is a list of user ids without those that a program joined by another sign than its format: no id holds a comma,
-- semicolon, bar or blank.
create or replace temp macro parted_ids(ids) as
case
    when not regexp_matches(array_to_string(ids, chr(31)), '[\s,;|]') then ids
    else flatten(list_transform(
        ids, lambda id: case
            when regexp_matches(id, '[\s,;|]')
                then list_filter(regexp_split_to_array(id, '[\s,;|]+'), lambda part: part <> '')
            else [id]
        end
    ))
end
