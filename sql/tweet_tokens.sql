-- A row is one tweet of the window with its tokens in order: words, hashtags with their #, handles with their @.
-- The rules are told in docs/tokens.md. Turkish and Azerbaijani have two letters i, with a dot and without.
with without_links as (
    select
        collection_window,
        tweet_id,
        author,
        regexp_replace(text, $url, ' ', 'g') as bare,
        coalesce(language in ('tr', 'az'), false) as has_dotless_i
    from tweets
    where collection_window = $collection_window and not ($drop_retweets and is_retweet)
),

shown as (
    select
        * replace (
            case
                when strlen(bare) = length(bare) then bare -- ASCII alone: nothing to fold
                else replace(replace(replace(replace(nfc_normalize(bare), '’', ''''), '＃', '#'), '＠', '@'), 'İ', 'i')
            end as bare
        )
    from without_links
),

folded as (
    select
        * exclude (bare),
        lower(case when has_dotless_i then replace(bare, 'I', 'ı') else bare end) as folded
    from shown
),

shortened as (
    select
        * exclude (folded),
        case
            when regexp_matches(folded, $elongated) then list_reduce(
                list_prepend(folded, string_split('a b c d e f g h i j k l m n o p q r s t u v w x y z', ' ')),
                lambda written, letter: regexp_replace(written, letter || '{3,}', letter || letter, 'g')
            )
            else folded
        end as written
    from folded
),

found as (
    select
        * exclude (written),
        list_filter(
            list_transform(
                regexp_extract_all(written, $token),
                lambda token: case when contains(token, '@') then rtrim(token, '.') else token end
            ),
            lambda token: not contains(token, '@')
                or ($keep_handles and regexp_full_match(token, '@[a-z0-9_]{1,20}'))
        ) as all_tokens
    from shortened
),

kept as (
    select
        * exclude (all_tokens),
        case
            when $keep_hashtags and array_length($dropped) = 0 then all_tokens
            else list_filter(
                all_tokens,
                lambda token: ($keep_hashtags or not starts_with(token, '#')) and not list_contains($dropped, token)
            )
        end as tokens
    from found
)

select
    collection_window,
    tweet_id,
    author,
    tokens,
    array_length(list_filter(tokens, lambda token: not starts_with(token, '#') and not starts_with(token, '@')))
        as word_count
from kept
