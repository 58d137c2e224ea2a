-- A row is a rejected row whose raw text or reason names a forgotten tweet or user.
select export_file, row_number
from rejected_rows
where
    collection_window = $collection_window
    and raw <> ''
    and list_bool_or(list_transform(
        regexp_extract_all(lower(raw || ' ' || reason), '[a-z0-9_]+'),
        lambda word: list_contains($tweet_hashes, sha256($salt || ':' || word))
            or list_contains($user_hashes, sha256($salt || ':' || word))
    ))
