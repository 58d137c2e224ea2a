-- A row is a pair of words that stand side by side in tweets of the window, both kept as words are counted.
-- Words are side by side where nothing but blanks and marks parts them; a stop word parts them too.
with token_lists as (
    select
        tweet_id,
        string_split(tokens, ' ') as tokens
    from tweet_tokens
    where collection_window = $collection_window
),

pairs as (
    select
        tweet_id,
        unnest(list_zip(tokens[:-2], tokens[2:])) as pair
    from token_lists
    where array_length(tokens) > 1
),

pair_counts as (
    select
        pair[1] as first_word,
        pair[2] as second_word,
        count(*) as uses,
        count(distinct tweet_id) as tweets
    from pairs
    where pair[1] not in (select unnest($stop_words)) and pair[2] not in (select unnest($stop_words))
    group by first_word, second_word
    having count(*) > 1
)

select
    $collection_window as collection_window,
    first_word,
    second_word,
    row_number() over (order by uses desc, tweets desc, first_word, second_word) as rank,
    uses,
    tweets
from pair_counts
order by rank
