-- A row is a theme among the sampled tweets (Table 3), with an example: the first in the draw that is no retweet, else
-- the first. Percents and intervals are those of code_frequencies.
with themed_tweets as (
    select
        coded_tweets.code as theme,
        coded_tweets.tweet_id,
        tweets.text,
        row_number() over (partition by coded_tweets.code order by tweets.is_retweet, sample.draw_order) as place
    from coded_tweets
    inner join sample
        on sample.collection_window = coded_tweets.collection_window and sample.tweet_id = coded_tweets.tweet_id
    inner join tweets
        on tweets.collection_window = coded_tweets.collection_window and tweets.tweet_id = coded_tweets.tweet_id
    where coded_tweets.collection_window = $collection_window and coded_tweets.variable = 'theme'
)

select
    $collection_window as collection_window,
    codebook.category as theme,
    codebook.kind_of_knowledge,
    codebook.motivation,
    code_frequencies.tweets,
    code_frequencies.percent,
    code_frequencies.low,
    code_frequencies.high,
    themed_tweets.tweet_id,
    themed_tweets.text as example
from codebook
inner join code_frequencies
    on code_frequencies.collection_window = codebook.collection_window
    and code_frequencies.variable = codebook.variable
    and code_frequencies.category = codebook.category
left join themed_tweets on themed_tweets.theme = codebook.category and themed_tweets.place = 1
where codebook.collection_window = $collection_window and codebook.variable = 'theme'
order by codebook.category_order
