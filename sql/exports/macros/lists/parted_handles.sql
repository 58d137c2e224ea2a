-- A value is a list of handles without those that a program joined by another sign than its format, and without that sign
-- alone. A blank parts them only before an @, and behind a comma too: a display name has blanks, but no end of a line.
create or replace temp macro parted_handles(handles) as
case
    when not regexp_matches(array_to_string(handles, chr(31)), '[,;|\n]|\w\s+[@＠]') then handles
    else flatten(list_transform(
        handles, lambda handle: case
            when regexp_full_match(handle, '[\s,;|]*') then handles[:0]
            when regexp_full_match(
                trim(handle),
                '[@＠]?[\w.@-]+(?:,[@＠]?[\w.@-]+)+|[@＠]?[\w.@-]+(?: ?[;|\n] ?[@＠]?[\w.@-]+)+|[@＠][\w.@-]+(?:[\s,;|]+[@＠][\w.@-]+)+'
            )
                then regexp_split_to_array(trim(handle), '[\s,;|]+')
            else [trim(handle, ' ,;|')]
        end
    ))
end
