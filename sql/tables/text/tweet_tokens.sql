-- A row is one tweet of the window with its tokens in order, one blank between two: words, hashtags with their #, handles
-- with their @, their dots and servers. The rules are told in docs/tokens.md. Turkish and Azerbaijani have two letters i,
-- with a dot and without: which one I is, its token tells, for handles and hashtags are of no language.
-- Dear steps are taken only for the texts that need them; docs/decisions/0020-tokens-as-one-text.md says what they cost.
-- Most retweets of a tweet have one text, which is cut once (docs/decisions/0326-what-retweets-repeat-is-read-once.md).
with kept_tweets as (
    select
        is_retweet,
        tweet_id,
        author,
        text,
        platform = 'x' as is_of_x,
        coalesce(language in ('tr', 'az'), false) as has_dotless_i
    from tweets
    where collection_window = $collection_window and not ($drop_retweets and is_retweet)
),

texts as (
    select tweet_id, author, text, is_of_x, has_dotless_i, null as retweeted_text
    from kept_tweets
    where not is_retweet
    union all
    select distinct null as tweet_id, null as author, text, is_of_x, has_dotless_i, text as retweeted_text
    from kept_tweets
    where is_retweet
),

visible_texts as (
    select
        * exclude (text),
        case when regexp_matches(text, $invisible) then regexp_replace(text, $invisible, '', 'g') else text end as visible
    from texts
),

-- Most links are of t.co, which are found in a third of the time of any link; each has its slashes inside of it.
without_short_links as (
    select
        *,
        case when contains(visible, '/') then regexp_replace(visible, $short_link, ' ', 'g') else visible end as without_them
    from visible_texts
),

without_links as (
    select
        * exclude (visible, without_them),
        case
            when contains(without_them, '/') then regexp_replace(visible, $link_cut, '\1 ', 'g') else without_them
        end as bare
    from without_short_links
),

with_plain_signs as (
    select
        * replace (
            case
                when strlen(bare) = length(bare) then bare -- ASCII alone: nothing to fold
                when regexp_full_match(bare, $composed) then replace(bare, '’', '''')
                else replace(replace(replace(replace(replace(
                    nfc_normalize(bare), '’', ''''), '＃', '#'), '＠', '@'), '＿', '_'), 'İ', 'i'
                )
            end as bare
        )
    from without_links
),

with_folded_texts as (
    select
        * exclude (bare),
        case
            when has_dotless_i and contains(bare, 'I')
                then array_to_string(list_transform(string_split(bare, 'I'), lambda part: lower(part)), 'I')
            else lower(bare)
        end as folded
    from with_plain_signs
),

with_shortened_letters as (
    select
        * exclude (folded),
        case
            when regexp_matches(folded, $elongated) then list_reduce(
                list_prepend(
                    folded,
                    list_filter(
                        string_split('a b c d e f g h i j k l m n o p q r s t u v w x y z', ' '),
                        lambda letter: contains(folded, repeat(letter, 3))
                    )
                ),
                lambda written, letter: regexp_replace(written, letter || '{3,}', letter || letter, 'g')
            )
            else folded
        end as written
    from with_folded_texts
),

with_clear_hashtags as (
    select
        * replace (
            case
                when contains(written, '#') and regexp_matches(written, $unclear_hashtag)
                    then regexp_replace(
                        regexp_replace(written, $hashtag_cut, ' \1\2', 'g'), $no_hashtag, '\1 ', 'g'
                    )
                else written
            end as written
        )
    from with_shortened_letters
),

with_token_lists as (
    select
        * exclude (written),
        case
            when not is_of_x then list_filter(
                list_transform(
                    regexp_extract_all(
                        regexp_replace(written, '(at://|did:[a-z]+:)\S+', ' ', 'g'), $token_with_server
                    ),
                    lambda token: case when contains(token, '@') then rtrim(token, '.-') else token end
                ),
                lambda token: not contains(token, '@')
                    or ($keep_handles and regexp_full_match(token, $handle_with_server))
            )
            when not contains(written, '@') then regexp_extract_all(written, $token)
            when regexp_matches(written, $unclear_handle) then list_filter(
                list_transform(
                    regexp_extract_all(written, $token),
                    lambda token: case when contains(token, '@') then rtrim(token, '.') else token end
                ),
                lambda token: not contains(token, '@')
                    or ($keep_handles and regexp_full_match(token, $handle_of_x))
            )
            when $keep_handles then regexp_extract_all(written, $token)
            else regexp_extract_all(regexp_replace(written, '@[A-Za-z0-9_]+', ' ', 'g'), $token)
        end as token_list
    from with_clear_hashtags
),

with_letters_i as (
    select
        * replace (
            case
                when has_dotless_i
                    then list_transform(
                        token_list, lambda token: replace(
                            token, 'I', case when starts_with(token, '#') or contains(token, '@') then 'i' else 'ı' end
                        )
                    )
                else token_list
            end as token_list
        )
    from with_token_lists
),

with_kept_tokens as (
    select
        * replace (
            case
                when $keep_hashtags and array_length($dropped) = 0 then token_list
                else list_filter(
                    token_list,
                    lambda token: ($keep_hashtags or not starts_with(token, '#')) and not list_contains($dropped, token)
                )
            end as token_list
        )
    from with_letters_i
),

with_tokens as (
    select
        *,
        nullif(array_to_string(token_list, ' '), '') as tokens
    from with_kept_tokens
),

with_word_counts as (
    select
        *,
        coalesce(
            array_length(token_list)
            - (array_length(string_split(tokens, '#')) - 1)
            - case when contains(tokens, '@') then array_length(string_split(' ' || tokens, ' @')) - 1 else 0 end,
            0
        ) as word_count
    from with_tokens
)

select
    $collection_window as collection_window,
    coalesce(with_word_counts.tweet_id, retweets.tweet_id) as tweet_id,
    coalesce(with_word_counts.author, retweets.author) as author,
    with_word_counts.tokens,
    with_word_counts.word_count
from with_word_counts
left join (from kept_tweets where is_retweet) as retweets
    on retweets.text = with_word_counts.retweeted_text
    and retweets.is_of_x = with_word_counts.is_of_x
    and retweets.has_dotless_i = with_word_counts.has_dotless_i
