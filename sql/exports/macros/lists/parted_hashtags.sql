-- A value is a list of hashtags of X without those that a program joined by another sign than its format: none of them
-- holds a comma, semicolon, bar, blank or #.
create or replace temp macro parted_hashtags(hashtags) as
case
    when not regexp_matches(array_to_string(hashtags, chr(31)), '[\s,;|#＃]') then hashtags
    else list_filter(
        regexp_split_to_array(array_to_string(hashtags, chr(31)), '[\s,;|#＃\x1f]+'), lambda hashtag: hashtag <> ''
    )
end
