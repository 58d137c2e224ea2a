-- A row is a handle of the study, in lower case; of one with a server or dots (user@server, name.bsky.social) also what
-- stands before these, as people name each other without them. Who was forgotten is known by hashes alone ($user_hashes,
-- with $salt): of them the words that others write and that have such a hash, handles and user ids.
-- Links count as they lead on, and a hyphen of theirs as the underscore that no domain has.
with texts as (
    select lower(text) as text from tweets where len($user_hashes) > 0
    union
    select lower(unnest(urls)) from tweets where len($user_hashes) > 0
    union
    select lower(unnest(hashtags)) from tweets where len($user_hashes) > 0
),

words as (
    select distinct unnest(list_concat(
        regexp_extract_all(text, '[a-z0-9_]+'),
        regexp_extract_all(replace(text, '-', '_'), '[a-z0-9_]+'),
        regexp_extract_all(text, '[a-z0-9_]+(?:[.@:-]+[a-z0-9_]+)+')
    )) as word
    from texts
),

handles as (
    select lower(handle) as handle from users where handle is not null
    union
    select account from users where not starts_with(account, 'id:')
    union
    select lower(author_handle) from raw_tweets where author_handle is not null
    union
    select lower(in_reply_to_handle) from raw_tweets where in_reply_to_handle is not null
    union
    select lower(retweeted_handle) from raw_tweets where retweeted_handle is not null
    union
    select lower(quoted_handle) from raw_tweets where quoted_handle is not null
    union
    select lower(unnest(mention_handles)) from raw_tweets where array_length(mention_handles) > 0
    union
    select lower(handle) from tweet_mentions where handle is not null
    union
    select lower(source) from raw_ties
    union
    select lower(target) from raw_ties
    union
    select handle from identities
    union
    select word from words where sha256($salt || ':' || word) in (select unnest($user_hashes))
)

select handle as name
from handles
where handle is not null
union
select case when contains(handle, '@') then string_split(handle, '@')[1] else string_split(handle, '.')[1] end
from handles
where contains(handle, '.') or contains(handle, '@')
order by name
