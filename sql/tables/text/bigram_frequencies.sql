-- A row is a pair of words that stand side by side in tweets of the window, both kept as words are counted.
-- Words are side by side where nothing but blanks and marks parts them; a stop word parts them too.
-- Tokens that several tweets have, as retweets do, are looked at once.
-- Few tweets say a pair twice: a tweet in which as many hashes of pairs are distinct as there are says none twice, so that
-- distinct tweets are counted of the others alone. In a short tweet each is looked up among its own.
with distinct_tokens as materialized (
    select
        tokens,
        count(*) as tweets
    from tweet_tokens
    where collection_window = $collection_window
    group by tokens
),

token_lists as (
    select
        tokens as text,
        tweets,
        string_split(tokens, ' ') as tokens
    from distinct_tokens
),

pairs as (
    select
        tweets,
        unnest(tokens[:-2]) as first_word,
        unnest(tokens[2:]) as second_word
    from token_lists
    where array_length(tokens) > 1
),

pair_counts as (
    select first_word, second_word, cast(sum(tweets) as bigint) as uses
    from pairs
    where first_word not in (select unnest($stop_words)) and second_word not in (select unnest($stop_words))
    group by first_word, second_word
    having sum(tweets) >= $fewest_uses
),

with_word_hashes as (
    select
        text,
        tweets,
        tokens,
        list_transform(tokens, lambda word: hash(word)) as word_hashes
    from token_lists
    where array_length(tokens) > 2
),

with_pair_hashes as (
    select
        text,
        tweets,
        tokens,
        list_transform(list_zip(word_hashes[:-2], word_hashes[2:]), lambda pair: hash(pair)) as hashes
    from with_word_hashes
),

pairs_of_repeating_tweets as (
    select
        text,
        tweets,
        unnest(tokens[:-2]) as first_word,
        unnest(tokens[2:]) as second_word
    from with_pair_hashes
    where
        case
            when array_length(hashes) <= 60
                then list_contains(list_transform(hashes, lambda one, place: list_position(hashes, one) = place), false)
            else array_length(list_distinct(hashes)) < array_length(hashes)
        end
),

repetitions as (
    select first_word, second_word, sum((uses - 1) * tweets) as repeated
    from (
        select text, tweets, first_word, second_word, count(*) as uses
        from pairs_of_repeating_tweets
        group by text, tweets, first_word, second_word
        having count(*) > 1
    ) as repeated_pairs
    group by first_word, second_word
),

pair_tweets as (
    select
        pair_counts.first_word,
        pair_counts.second_word,
        pair_counts.uses,
        cast(pair_counts.uses - coalesce(repetitions.repeated, 0) as bigint) as tweets
    from pair_counts
    left join repetitions
        on repetitions.first_word = pair_counts.first_word and repetitions.second_word = pair_counts.second_word
)

select
    $collection_window as collection_window,
    first_word,
    second_word,
    row_number() over (order by uses desc, tweets desc, first_word, second_word) as rank,
    uses,
    tweets
from pair_tweets
order by rank
