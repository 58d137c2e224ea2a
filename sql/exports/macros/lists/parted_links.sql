-- A value is a list of links without those that a program joined by another sign than its format. Links hold such signs
-- too: one parts them only where the next begins behind it.
create or replace temp macro parted_links(links) as
case
    when not regexp_matches(array_to_string(links, chr(31)), '[\s,;|]\x1f?https?://') then links
    else string_split(
        regexp_replace(array_to_string(links, chr(31)), '[\s,;|\x1f]+(https?://)', chr(31) || '\1', 'g'), chr(31)
    )
end
