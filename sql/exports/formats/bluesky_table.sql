-- A row is a row of a table of Bluesky's posts, in the fields of export_rows.
-- The author's did is part of the post's address. A list may be written as R or JSON do it, or parted by commas; where no
-- hashtag is marked the text tells. Of a quoted post that is gone 4CAT only says so.
-- minet parts lists by |, names posts by their authors' dids and the last parts of their addresses, and media by their types.
-- A time that the author's program wrote later than Bluesky saw the post, or before there was anybody, is not believed.
with cells as (
    select
        *,
        coalesce(uri, post_uri, post_id, id) as address,
        coalesce(created_at, record_createdat, record_created_at, "record.createdat", createdat, timestamp_utc) as created,
        coalesce(indexed_at, indexedat) as seen,
        coalesce(
            in_reply_to, replied_to_post, reply_to, "record.reply.parent.uri", record_reply_parent_uri,
            'at://' || to_user_did || '/app.bsky.feed.post/' || to_post_did
        ) as answered,
        coalesce(quotes, quoted_post, 'at://' || quoted_user_did || '/app.bsky.feed.post/' || quoted_did) as quoted,
        coalesce(languages, langs, language, record_langs, "record.langs", user_langs) as named_languages,
        regexp_replace(coalesce(tags, hashtags), '^\s*c\(', '(') as named_hashtags,
        regexp_replace(coalesce(mentions, mentioned_user_dids), '^\s*c\(', '(') as named_accounts,
        regexp_extract_all(coalesce(mentioned_user_handles, ''), '[^\s,;|"''\[\]()]+') as all_handles,
        coalesce(links, embed_external_uri, "embed.external.uri") as named_links,
        coalesce(like_count, likecount) as likes
    from file_rows
),

with_lists as (
    select
        *,
        list_filter(
            list_transform(
                regexp_extract_all(named_hashtags, '[^\s,;|"''\[\]()]+'), lambda word: ltrim(word, '#')
            ),
            lambda word: word <> ''
        ) as all_hashtags,
        list_transform(
            regexp_extract_all(coalesce(named_accounts, ''), '[^\s,;|"''\[\]()]+'), lambda word: ltrim(word, '@')
        ) as all_accounts,
        case
            when contains(named_links, '"') then regexp_extract_all(named_links, '"(https?://[^"]+)"', 1)
            else string_split(
                regexp_replace(coalesce(named_links, ''), '(?:,|\|) ?http', chr(31) || 'http', 'g'), chr(31)
            )
        end as all_links,
        case
            when
                regexp_full_match(created, '[0-9]{4}-[0-9-]{5}T.*(Z|\+00:00)')
                and regexp_full_match(seen, '[0-9]{4}-[0-9-]{5}T.*(Z|\+00:00)')
                and (left(created, 19) > left(seen, 19) or created < '2023')
                then seen
            else coalesce(created, seen)
        end as posted_at
    from cells
)

select
    file_number,
    row_number,
    'bluesky' as platform,
    address as tweet_id,
    posted_at as created_at,
    coalesce(text, body, record_text, "record.text", case when images is not null then '' end) as text,
    coalesce(
        author_did, "author.did", user_did, case when starts_with(author_id, 'did:') then author_id end,
        nullif(regexp_extract(address, '^at://(did:[^/]+)/', 1), '')
    ) as author_id,
    coalesce(author_handle, "author.handle", author, handle, user_handle) as author_handle,
    coalesce(author_display_name, author_displayname, "author.displayname", author_name, user_name) as author_name,
    coalesce(author_created_at, author_createdat, "author.createdat", user_timestamp_utc) as author_created_at,
    nullif(lower(regexp_extract(named_languages, '([A-Za-z]{2,3})', 1)), '') as language,
    case when not starts_with(answered, 'did:') then answered end as in_reply_to_tweet_id,
    coalesce(
        case when starts_with(replied_to_user, 'did:') then replied_to_user end,
        nullif(regexp_extract(answered, '(did:[a-z]+:[^/]+)/', 1), '')
    ) as in_reply_to_user_id,
    case when not starts_with(replied_to_user, 'did:') then replied_to_user end as in_reply_to_handle,
    case when quoted is not null then 'true' end as is_quote,
    case when regexp_matches(quoted, '^(at|https?)://') then quoted end as quoted_tweet_id,
    nullif(regexp_extract(quoted, '(did:[a-z]+:[^/]+)/', 1), '') as quoted_user_id,
    coalesce(quoted_user, quoted_user_handle) as quoted_handle,
    likes as like_count,
    coalesce(repost_count, repostcount) as retweet_count,
    coalesce(reply_count, replycount) as reply_count,
    coalesce(quote_count, quotecount) as quote_count,
    case when likes is null then 'unknown' else 'own' end as metrics_of,
    coalesce(collected_at, scraped_at) as collected_at,
    case when array_length(all_hashtags) > 0 then all_hashtags end as hashtags,
    list_transform(
        all_accounts,
        lambda word, place: case
            when not starts_with(word, 'did:') then word
            when array_length(all_handles) = array_length(all_accounts) then all_handles[place]
        end
    ) as mention_handles,
    list_transform(all_accounts, lambda word: case when starts_with(word, 'did:') then word end) as mention_ids,
    list_filter(all_links, lambda word: word <> '') as urls,
    case
        when media_types is null
            then list_transform(
                list_filter(string_split(coalesce(images, ''), ','), lambda word: word <> ''), lambda _word: 'photo'
            )
        else list_transform(
            regexp_extract_all(media_types, '[a-z]+/[\w.+-]+'),
            lambda kind: case when starts_with(kind, 'video/') then 'video' when starts_with(kind, 'audio/') then 'audio' else 'photo' end
        )
    end as media_types
from with_lists
