-- A row is a final code that people gave to a sampled tweet; of some variables a tweet has several.
select variable, tweet_id, code
from coded_tweets
where collection_window = $collection_window and decision <> 'computed'
order by variable, tweet_id, code
