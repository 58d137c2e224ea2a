-- A value is whether a list holds nothing but hashtags from which nothing is to be taken away.
create or replace temp macro are_plain_hashtags(hashtags, letters) as
array_length(hashtags) = 0
or (
    list_position(hashtags, null) is null
    and array_length(string_split(array_to_string(hashtags, chr(31)), chr(31))) = array_length(hashtags)
    and regexp_full_match(array_to_string(hashtags, chr(31)), letters || '(?:\x1f' || letters || ')*')
)
