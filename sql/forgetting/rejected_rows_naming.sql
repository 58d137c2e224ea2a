-- A row is a rejected row whose raw text or reason names a forgotten tweet or user: by a word, or by an address of a post.
with words as (
    select
        export_file,
        row_number,
        regexp_extract_all(lower(raw || ' ' || reason), '[a-z0-9_]+')
        || case
            when contains(raw, '.') or contains(raw, '@')
                then regexp_extract_all(lower(raw || ' ' || reason), $accounts_in_text)
            else []
        end
        || list_transform(
            regexp_extract_all(lower(raw || ' ' || reason), $address),
            lambda address: regexp_replace(
                regexp_replace(rtrim(address, $behind_addresses), $bluesky_page, $bluesky_page_id),
                $mastodon_page, $mastodon_page_id
            )
        ) as words
    from rejected_rows
    where collection_window = $collection_window and raw <> ''
)

select export_file, row_number
from words
where list_bool_or(list_transform(
    words,
    lambda word: list_contains($tweet_hashes, sha256($salt || ':' || word))
        or list_contains($user_hashes, sha256($salt || ':' || word))
))
