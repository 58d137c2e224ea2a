-- A row is a row of raw_tweets whose texts or links name a forgotten tweet, as links do: the same, with 0 for its id, or as
-- many zeros for what names it in its address (without_posts in mtw_pipeline/platforms.py).
with cells as (
    select
        export_file,
        row_number,
        [text, retweeted_text] || coalesce(urls, []) as written,
        urls is null as has_no_urls
    from raw_tweets
    where collection_window = $collection_window
),

with_named as (
    select
        *,
        list_distinct(list_filter(
            flatten(list_transform(written, lambda cell: regexp_extract_all(cell, '[0-9]{5,}'))),
            lambda tweet_id: list_contains($tweet_hashes, sha256($salt || ':' || tweet_id))
        )) as tweet_ids,
        list_distinct(list_filter(
            flatten(list_transform(written, lambda cell: list_transform(
                regexp_extract_all(cell, $address), lambda address: rtrim(address, $behind_addresses)
            ))),
            lambda address: list_contains($tweet_hashes, sha256($salt || ':' || lower(regexp_replace(
                regexp_replace(address, $bluesky_page, $bluesky_page_id), $mastodon_page, $mastodon_page_id
            ))))
        )) as addresses
    from cells
    where list_bool_or(list_transform(
        written, lambda cell: regexp_matches(cell, '[0-9]{5}') or contains(cell, '://') or contains(cell, 'bsky.app/')
    ))
),

without_addresses as (
    select
        * replace (list_transform(written, lambda cell: list_reduce(
            addresses,
            lambda shown, address: regexp_replace(
                shown,
                regexp_escape(address) || '([^A-Za-z0-9_~-]|$)',
                regexp_extract(address, $key_in_address, 1)
                || repeat('0', length(regexp_extract(address, $key_in_address, 2)))
                || regexp_extract(address, $key_in_address, 3) || '\1',
                'g'
            ),
            cell
        )) as written)
    from with_named
    where tweet_ids <> [] or addresses <> []
),

rewritten_cells as (
    select
        export_file,
        row_number,
        has_no_urls,
        list_transform(written, lambda cell: list_reduce(
            tweet_ids,
            lambda shown, tweet_id:
                regexp_replace(shown, '(^|[^0-9])' || tweet_id || '([^0-9]|$)', '\1' || '0' || '\2', 'g'),
            cell
        )) as written
    from without_addresses
)

select
    export_file,
    row_number,
    written[1] as text,
    written[2] as retweeted_text,
    case when not has_no_urls then written[3:] end as urls
from rewritten_cells
