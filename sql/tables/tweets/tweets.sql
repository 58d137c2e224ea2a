-- A row is one tweet of the window: the best-informed of its rows in raw_tweets, interpreted.
-- Best informed: most facts known, then collected last, then the highest counts, the most mentions and links, then by
-- file and row. Servers of Mastodon are asked one after the other, and each counts what reached it: what was collected
-- within twenty hours of the last counts as collected with it, so that not the order of servers decides.
-- Versions of a tweet that was edited are one tweet, of which the newest counts: each has an id of its own,
-- and names the first. What is no retweet has counts of its own, also where a column map says of all rows that they are the
-- originals'.
-- Links to tweets and to a tweet's own media are no links: Twitter adds them to quotes and pictures; other platforms do not.
-- A text that ends in ... and a link to the tweet's own page (i/web/status/... is none other) was cut, whatever its type;
-- so was one that ends in ... and a short link which no other link, medium or quote explains.
-- Where a format does not mark retweets and replies they show in the text of X: "RT @user:" and a leading @; in that of
-- Mastodon a reply by a leading @user@server; in that of Bluesky neither. Only X escapes &, < and > in texts, and cuts them.
-- Rows are wide, and what must wait for others (a window, a join with a large table) is put on disk: so only tweets of
-- several rows go through the window, and only those identities are joined that say another account than the row itself.
-- Accounts are those of identities: by user id where there is one, else by handle. A row that has both says the account,
-- unless one of the two had another besides; a handle alone says it, unless its holder is called otherwise. That the id
-- is NULL stands inside of what is joined by: as a condition beside it, which DuckDB knows to be never met where every
-- row has an id, it makes DuckDB compare each row with each.
-- Whose a tweet is that another one names by its id alone, any row of the window says, its own or a later version's first;
-- whom a text answers by its leading @ is a guess, and comes behind it. "RT @user:" X writes itself.
-- No tweet is without an id; that both sides of NOT IN are coalesce(..., '') shows it to Spark, which would else compare
-- each row with each tweet of several rows.
-- A short link in a text of X is that of a link, of the media or of the quoted tweet: one that none of those told explains
-- says that something was not told (of retweets rtweet tells those before the cut alone). It may be the quoted tweet's where a
-- tweet may quote, or passes on what may; a text that is cut may have lost its own. Other platforms show no media in texts.
-- Most texts are in Unicode's form NFC; a pattern tells so in a quarter of the time that composing takes.
-- No emoji is without a character of U+203C or above but © and ®; nothing is escaped in a text without &.
with tweets_of_several_rows as materialized (
    select coalesce(first_version_id, tweet_id, '') as first_id
    from raw_tweets
    where collection_window = $collection_window
    group by coalesce(first_version_id, tweet_id, '')
    having count(*) > 1
),

rows_with_facts_known as (
    select
        *,
        max(collected_at) over (partition by coalesce(first_version_id, tweet_id)) as last_collected_at,
        (case when retweeted_text is not null then 1 else 0 end)
        + (case when author_handle is not null then 1 else 0 end)
        + (case when author_id is not null then 1 else 0 end)
        + (case when is_reply is not null then 1 else 0 end)
        + (case when is_quote is not null then 1 else 0 end)
        + (case when like_count is not null then 1 else 0 end)
        + (case when retweet_count is not null then 1 else 0 end)
        + (case when reply_count is not null then 1 else 0 end)
        + (case when quote_count is not null then 1 else 0 end)
        + (case when hashtags is not null then 1 else 0 end)
        + (case when mention_handles is not null then 1 else 0 end)
        + (case when urls is not null then 1 else 0 end)
        + (case when media_types is not null then 1 else 0 end)
        + (case when author_description is not null then 1 else 0 end) as facts_known
    from raw_tweets
    where
        collection_window = $collection_window
        and coalesce(first_version_id, tweet_id, '') in (select first_id from tweets_of_several_rows)
),

best_informed as (
    select
        *,
        count(*) over (partition by coalesce(first_version_id, tweet_id)) as rows_collected
    from rows_with_facts_known
    qualify row_number() over (
        partition by coalesce(first_version_id, tweet_id)
        order by
            length(tweet_id) desc,
            tweet_id desc,
            edited_at desc nulls last,
            facts_known desc,
            case
                when platform = 'mastodon' and date_diff('second', collected_at, last_collected_at) < 20 * 60 * 60
                    then last_collected_at
                else collected_at
            end desc nulls last,
            coalesce(like_count, 0) + coalesce(retweet_count, 0) desc,
            coalesce(array_length(mention_handles), 0) + coalesce(array_length(urls), 0) desc,
            export_file,
            row_number
    ) = 1
),

deduplicated as (
    select * exclude (facts_known, last_collected_at)
    from best_informed
    union all
    select *, cast(1 as bigint) as rows_collected
    from raw_tweets
    where
        collection_window = $collection_window
        and coalesce(first_version_id, tweet_id, '') not in (select coalesce(first_id, '') from tweets_of_several_rows)
),

ids_to_look_up as (
    select user_id
    from identities
    where collection_window = $collection_window and handle <> account
    union
    select unnest([
        case when author_handle is null then author_id end,
        case when in_reply_to_handle is null then in_reply_to_user_id end,
        case when retweeted_handle is null then retweeted_user_id end,
        case when quoted_handle is null then quoted_user_id end
    ])
    from raw_tweets
    where
        collection_window = $collection_window
        and (
            (author_handle is null and author_id is not null)
            or (in_reply_to_handle is null and in_reply_to_user_id is not null)
            or (retweeted_handle is null and retweeted_user_id is not null)
            or (quoted_handle is null and quoted_user_id is not null)
        )
),

accounts_of_ids as (
    select distinct user_id, account
    from identities
    where collection_window = $collection_window and user_id in (select user_id from ids_to_look_up)
),

accounts_of_handles as (
    select handle, account
    from identities
    where collection_window = $collection_window and is_holder and handle <> account
),

tweets_named_by_id_alone as (
    select distinct unnest([
        case when in_reply_to_handle is null and in_reply_to_user_id is null then in_reply_to_tweet_id end,
        case when retweeted_handle is null and retweeted_user_id is null then retweeted_tweet_id end,
        case when quoted_handle is null and quoted_user_id is null then quoted_tweet_id end
    ]) as tweet_id
    from raw_tweets
    where
        collection_window = $collection_window
        and (
            (in_reply_to_tweet_id is not null and in_reply_to_handle is null and in_reply_to_user_id is null)
            or (retweeted_tweet_id is not null and retweeted_handle is null and retweeted_user_id is null)
            or (quoted_tweet_id is not null and quoted_handle is null and quoted_user_id is null)
        )
),

named_authors as (
    select tweet_id, author_id as user_id, author_handle as handle, true as is_own_row
    from raw_tweets
    where collection_window = $collection_window and tweet_id in (select tweet_id from tweets_named_by_id_alone)
    union all
    select first_version_id, author_id, author_handle, true
    from raw_tweets
    where
        collection_window = $collection_window
        and first_version_id in (select tweet_id from tweets_named_by_id_alone)
    union all
    select in_reply_to_tweet_id, in_reply_to_user_id, in_reply_to_handle, false
    from raw_tweets
    where
        collection_window = $collection_window
        and in_reply_to_tweet_id in (select tweet_id from tweets_named_by_id_alone)
    union all
    select retweeted_tweet_id, retweeted_user_id, retweeted_handle, false
    from raw_tweets
    where
        collection_window = $collection_window
        and retweeted_tweet_id in (select tweet_id from tweets_named_by_id_alone)
    union all
    select quoted_tweet_id, quoted_user_id, quoted_handle, false
    from raw_tweets
    where
        collection_window = $collection_window
        and quoted_tweet_id in (select tweet_id from tweets_named_by_id_alone)
),

accounts_of_named_authors as (
    select
        named_authors.tweet_id,
        named_authors.is_own_row,
        coalesce(by_id.account, by_handle.account, lower(named_authors.handle), 'id:' || named_authors.user_id) as account
    from named_authors
    left join accounts_of_ids as by_id on by_id.user_id = named_authors.user_id
    left join accounts_of_handles as by_handle on by_handle.handle
        = case when named_authors.user_id is null then lower(named_authors.handle) end
),

accounts_of_tweets as (
    select tweet_id, coalesce(min(case when is_own_row then account end), min(account)) as account
    from accounts_of_named_authors
    group by tweet_id
),

with_named_in_texts as (
    select
        *,
        case
            when is_reply is null or (is_reply and in_reply_to_handle is null and in_reply_to_user_id is null)
                then case platform
                    when 'x' then nullif(regexp_extract(
                        regexp_replace(
                            regexp_replace(regexp_replace(text, $invisible, '', 'g'), $link_cut, '\1 ', 'g'),
                            $mention_cut, '_\1\2', 'g'
                        ),
                        $reply, 1
                    ), '')
                    when 'mastodon'
                        then nullif(regexp_extract(regexp_replace(text, $invisible, '', 'g'), $mastodon_reply, 1), '')
                end
        end as text_answers
    from deduplicated
),

with_types as (
    select
        *,
        coalesce(
            is_retweet,
            retweeted_tweet_id is not null or (platform = 'x' and regexp_matches(text, $retweet_prefix))
        ) as passes_on,
        coalesce(
            is_reply,
            case
                when coalesce(in_reply_to_tweet_id, in_reply_to_user_id, in_reply_to_handle, text_answers) is not null then true
            end
        ) as answers,
        coalesce(is_quote, case when quoted_tweet_id is not null then true end) as quotes
    from with_named_in_texts
),

with_own_links as (
    select
        *,
        [tweet_id, first_version_id, retweeted_tweet_id] as own_ids,
        case when passes_on and retweeted_text is not null then retweeted_text else text end as shown_text
    from with_types
),

with_ends as (
    select
        *,
        case
            when contains(shown_text, '…') then list_filter(
                list_concat([regexp_extract(shown_text, '…\s*(\S+)\s*$', 1)], case
                    when regexp_matches(shown_text, '…\s*https?://t\.co/\w+\s*$') then urls
                end),
                lambda link: (
                    list_contains(own_ids, regexp_extract(link, $own_address, 1))
                    or (contains(lower(link), '/i/web/status/') and regexp_matches(link, $own_address))
                )
                and not regexp_matches(link, '/(photo|video)/[0-9]')
            )
        end as own_pages
    from with_own_links
),

with_escaped_texts as (
    select
        *,
        coalesce(
            retweeted_handle,
            case when passes_on and platform = 'x' then nullif(regexp_extract(text, $retweet_prefix, 1), '') end
        ) as original_handle,
        coalesce(
            in_reply_to_handle,
            case when answers and in_reply_to_user_id is null then text_answers end
        ) as answered_handle,
        platform = 'x' and (
            (passes_on and retweeted_text is null and regexp_matches(text, '(…|\.\.\.)\s*(https?://t\.co/\w+\s*)?$'))
            or coalesce(array_length(own_pages), 0) > 0
            or (
                not (passes_on and retweeted_text is not null)
                and not coalesce(quotes, false)
                and media_types is not null
                and array_length(media_types) = 0
                and urls is not null
                and regexp_matches(text, '…\s*https?://t\.co/\w+\s*$')
                and array_length(list_filter(urls, lambda link: not regexp_matches(link, $own_address))) = 0
            )
        ) as is_cut,
        case
            when passes_on and retweeted_text is null and platform = 'x' then regexp_replace(text, $retweet_prefix, '')
            else shown_text
        end as escaped_text
    from with_ends
),

with_full_texts as (
    select
        *,
        case
            when platform = 'x' and contains(escaped_text, '&')
                then replace(replace(replace(replace(replace(
                    escaped_text,
                    '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&')
            else escaped_text
        end as full_text
    from with_escaped_texts
),

with_bare_texts as (
    select
        *,
        case
            when hashtags is null or mention_handles is null
                then regexp_replace(regexp_replace(full_text, $invisible, '', 'g'), $link_cut, '\1 ', 'g')
        end as bare_text
    from with_full_texts
),

with_plain_texts as (
    select
        * exclude (bare_text),
        case
            when strlen(bare_text) = length(bare_text) or regexp_full_match(bare_text, $composed) then bare_text
            when bare_text is not null then nfc_normalize(bare_text)
        end as plain_text
    from with_bare_texts
),

with_entities as (
    select
        *,
        coalesce(
            hashtags, regexp_extract_all(regexp_replace(plain_text, $hashtag_cut, '_\1\2', 'g'), $hashtag, 1)
        ) as all_hashtags,
        coalesce(
            mention_handles, case platform
                when 'x'
                    then regexp_extract_all(regexp_replace(plain_text, $mention_cut, '_\1\2', 'g'), $mention, 1)
                when 'bluesky' then regexp_extract_all(plain_text, $bluesky_mention, 1)
                else regexp_extract_all(plain_text, $mastodon_mention, 1)
            end
        ) as named_handles,
        case
            when array_length(mention_ids) = array_length(mention_handles) then mention_ids
        end as named_ids,
        list_filter(
            coalesce(urls, regexp_extract_all(full_text, $link, 1)),
            lambda link: platform <> 'x' or (
                not regexp_matches(link, $own_address)
                and not regexp_matches(link, '(?i)^(https?://)?pic\.(twitter|x)\.com/')
            )
        ) as links,
        case
            when regexp_matches(full_text, '[©®\x{203C}-\x{10FFFF}]')
                then list_filter(regexp_extract_all(full_text, $emoji), lambda shown: not contains(shown, chr(65038)))
            else cast([] as varchar[])
        end as all_emoji
    from with_plain_texts
),

with_original_positions as (
    select
        *,
        case
            when original_handle is not null then coalesce(
                list_position(list_transform(named_handles, lambda name: lower(name)), lower(original_handle)), 0
            )
        end as place_of_original
    from with_entities
),

with_resources as (
    select
        *,
        case
            when original_handle is null then named_handles
            when place_of_original = 0 then list_concat([original_handle], named_handles)
            else list_concat(
                [named_handles[place_of_original]],
                list_concat(named_handles[1:place_of_original - 1], named_handles[place_of_original + 1:])
            )
        end as all_handles,
        case
            when original_handle is null then named_ids
            when place_of_original = 0 then list_concat([retweeted_user_id], named_ids)
            else list_concat(
                [named_ids[place_of_original]],
                list_concat(named_ids[1:place_of_original - 1], named_ids[place_of_original + 1:])
            )
        end as all_ids,
        coalesce(list_contains(media_types, 'photo'), false) as shows_image,
        coalesce(list_has_any(media_types, ['video', 'animated_gif', 'audio']), false)
        or array_length(list_filter(
            links,
            lambda link: regexp_matches(
                lower(link),
                '^https?://(www\.|m\.|open\.|podcasts\.)?(youtube\.com|youtu\.be|vimeo\.com|twitch\.tv|tiktok\.com'
                || '|giphy\.com|tenor\.com|spotify\.com|soundcloud\.com|apple\.com/[^ ]*podcast|anchor\.fm)(/|$)'
            )
        )) > 0 as shows_moving,
        case
            when platform = 'x' and contains(full_text, '//t.co/')
                then array_length(list_distinct(regexp_extract_all(full_text, 'https?://t\.co/\w+')))
            else 0
        end as short_links,
        list_filter(
            links,
            lambda link: platform <> 'x'
                or (urls is not null and media_types is not null)
                or not regexp_matches(link, '^(https?://)?t\.co/')
        ) as links_as_told,
        platform = 'x' and media_types is null and regexp_matches(
            array_to_string(list_concat(coalesce(urls, []), [full_text]), ' '),
            '(?i)pic\.(twitter|x)\.com/|(twitter|x)\.com/\w+/status/[0-9]+/(photo|video)/'
        ) as shows_medium
    from with_original_positions
),

with_unexplained_links as (
    select
        *,
        short_links
        - array_length(list_distinct(list_filter(
            coalesce(urls, []), lambda link: media_types is not null or not regexp_matches(link, '^(https?://)?t\.co/')
        )))
        - (case when array_length(media_types) > 0 then 1 else 0 end)
        - (case
            when quotes and array_length(list_filter(coalesce(urls, []), lambda link: regexp_matches(link, $own_address))) = 0
                then 1
            else 0
        end) as unexplained_links
    from with_resources
),

with_words_alone as (
    select
        *,
        case
            when shows_image or shows_moving or shows_medium or array_length(links_as_told) > 0 then false
            when platform <> 'x' then case when media_types is not null then true end
            when unexplained_links > 1 then false
            when is_cut or (unexplained_links = 1 and regexp_matches(full_text, '…\s*https?://t\.co/\w+\s*$')) then null
            when unexplained_links < 1 then true
            when quotes or not passes_on then case when quotes is not null then false end
        end as is_text_only
    from with_unexplained_links
)

select
    $collection_window as collection_window,
    with_words_alone.platform,
    with_words_alone.tweet_id,
    with_words_alone.created_at,
    coalesce(
        author_by_id.account, author_by_handle.account, lower(with_words_alone.author_handle), 'id:' || with_words_alone.author_id
    ) as author,
    with_words_alone.author_id,
    with_words_alone.author_handle,
    with_words_alone.full_text as text,
    with_words_alone.is_cut as text_is_cut,
    with_words_alone.language,
    case
        when with_words_alone.passes_on then 'retweet'
        when with_words_alone.answers then 'reply'
        when with_words_alone.quotes then 'quote tweet'
        else 'tweet'
    end as tweet_type,
    with_words_alone.answers as is_reply,
    with_words_alone.passes_on as is_retweet,
    with_words_alone.quotes as is_quote,
    case
        when with_words_alone.is_text_only then 'text only'
        when with_words_alone.media_types is null then null
        when with_words_alone.shows_moving then 'multimedia'
        when with_words_alone.shows_image and array_length(with_words_alone.links_as_told) > 0 then 'multimedia'
        when with_words_alone.shows_image and with_words_alone.urls is null and with_words_alone.unexplained_links > 0
            then case when with_words_alone.quotes is not null then 'multimedia' end
        when with_words_alone.shows_image then 'image/graphic'
        when with_words_alone.urls is not null and with_words_alone.unexplained_links > 0 then null
        when not with_words_alone.is_text_only then 'link to article'
    end as content_format,
    with_words_alone.is_text_only,
    with_words_alone.all_hashtags as hashtags,
    with_words_alone.all_handles as mention_handles,
    with_words_alone.all_ids as mention_ids,
    with_words_alone.links as urls,
    with_words_alone.all_emoji as emoji,
    array_length(with_words_alone.all_hashtags) as hashtag_count,
    array_length(with_words_alone.all_handles) - (case when with_words_alone.original_handle is null then 0 else 1 end)
        as mention_count,
    array_length(with_words_alone.links) as url_count,
    array_length(with_words_alone.all_emoji) as emoji_count,
    with_words_alone.like_count,
    case when not with_words_alone.passes_on then with_words_alone.retweet_count end as retweet_count,
    with_words_alone.reply_count,
    with_words_alone.quote_count,
    case
        when with_words_alone.metrics_of = 'original' and not with_words_alone.passes_on then 'own'
        else with_words_alone.metrics_of
    end as metrics_of,
    with_words_alone.retweeted_like_count as original_like_count,
    case
        when with_words_alone.passes_on then coalesce(with_words_alone.retweeted_retweet_count, with_words_alone.retweet_count)
    end as original_retweet_count,
    with_words_alone.in_reply_to_tweet_id,
    coalesce(
        answered_by_id.account,
        answered_by_tweet.account,
        answered_by_handle.account,
        lower(with_words_alone.answered_handle),
        'id:' || with_words_alone.in_reply_to_user_id
    ) as replied_to,
    with_words_alone.retweeted_tweet_id,
    coalesce(
        original_by_id.account,
        original_by_handle.account,
        lower(with_words_alone.original_handle),
        'id:' || with_words_alone.retweeted_user_id,
        original_by_tweet.account
    ) as retweeted,
    with_words_alone.quoted_tweet_id,
    coalesce(
        quoted_by_id.account,
        quoted_by_handle.account,
        lower(with_words_alone.quoted_handle),
        'id:' || with_words_alone.quoted_user_id,
        quoted_by_tweet.account
    ) as quoted,
    with_words_alone.export_file,
    with_words_alone.row_number,
    with_words_alone.rows_collected
from with_words_alone
left join accounts_of_ids as author_by_id on author_by_id.user_id = with_words_alone.author_id
left join accounts_of_handles as author_by_handle on author_by_handle.handle
    = case when with_words_alone.author_id is null then lower(with_words_alone.author_handle) end
left join accounts_of_ids as answered_by_id on answered_by_id.user_id = with_words_alone.in_reply_to_user_id
left join accounts_of_handles as answered_by_handle on answered_by_handle.handle
    = case when with_words_alone.in_reply_to_user_id is null then lower(with_words_alone.answered_handle) end
left join accounts_of_tweets as answered_by_tweet on answered_by_tweet.tweet_id
    = case
        when with_words_alone.in_reply_to_handle is null and with_words_alone.in_reply_to_user_id is null
            then with_words_alone.in_reply_to_tweet_id
    end
left join accounts_of_ids as original_by_id on original_by_id.user_id = with_words_alone.retweeted_user_id
left join accounts_of_handles as original_by_handle on original_by_handle.handle
    = case when with_words_alone.retweeted_user_id is null then lower(with_words_alone.original_handle) end
left join accounts_of_tweets as original_by_tweet on original_by_tweet.tweet_id
    = case
        when with_words_alone.original_handle is null and with_words_alone.retweeted_user_id is null
            then with_words_alone.retweeted_tweet_id
    end
left join accounts_of_ids as quoted_by_id on quoted_by_id.user_id = with_words_alone.quoted_user_id
left join accounts_of_handles as quoted_by_handle on quoted_by_handle.handle
    = case when with_words_alone.quoted_user_id is null then lower(with_words_alone.quoted_handle) end
left join accounts_of_tweets as quoted_by_tweet on quoted_by_tweet.tweet_id
    = case
        when with_words_alone.quoted_handle is null and with_words_alone.quoted_user_id is null
            then with_words_alone.quoted_tweet_id
    end
order by tweet_id
