-- A row is a phrase of the dictionary that stands in tweets of the window, with its uses; $length is its words.
with token_lists as (
    select string_split(tokens, ' ') as tokens
    from tweet_tokens
    where collection_window = $collection_window
),

run_starts as (
    select
        tokens,
        unnest(range(1, array_length(tokens) - $length + 2)) as place
    from token_lists
    where array_length(tokens) >= $length
),

runs as (
    select array_to_string(tokens[place:][1:$length], ' ') as run
    from run_starts
),

run_counts as (
    select run, count(*) as uses
    from runs
    group by run
)

select
    listed.phrase,
    cast(sum(run_counts.uses) as bigint) as uses
from (select unnest($phrases) as phrase) as listed
inner join run_counts
    on run_counts.run = listed.phrase
    or (ends_with(listed.phrase, '*') and starts_with(run_counts.run, rtrim(listed.phrase, '*')))
group by listed.phrase
order by listed.phrase
