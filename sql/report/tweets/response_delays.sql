-- A row is a type of tweet that responds to another, and how long after it.
select
    tweet_type,
    tweets,
    originals_named,
    delays_known,
    before_original,
    posters,
    lower_quartile,
    median,
    upper_quartile,
    within_an_hour,
    within_a_day,
    within_a_week,
    later,
    posters_within_an_hour,
    posters_within_a_day,
    posters_within_a_week,
    posters_later
from response_delays
where collection_window = $collection_window
order by case tweet_type when 'retweet' then 1 when 'reply' then 2 else 3 end
