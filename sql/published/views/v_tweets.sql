-- A row is a tweet with all that is known of it: what it uses, its own counts, scores, groups, and final codes if it was sampled.
-- collection_window: First and last day, both included, UTC
-- tweet_id: The tweet
-- platform: Where it was posted: x, bluesky or mastodon
-- created_at: When it was posted, UTC
-- week: The Monday of its week, UTC
-- author: The account that posted it
-- community: The author's community: the five largest by number, the others as one, or none
-- leader_class: The author's class where it is a leader, else 'no leader'
-- text: Its text; of a retweet the original's
-- language: As the platform named it; NULL where no export says it
-- tweet_type: tweet, retweet, reply or quote tweet
-- content_format: What it shows; NULL where it is not known
-- is_text_only: Whether it is text only, also of most tweets whose format is not known; NULL where it is not
-- hashtags: Its hashtags, without #
-- urls: Its links
-- emoji: Its emoji
-- mention_count: Accounts that it names, the author of a retweet's original apart
-- word_count: Its words; NULL where the study leaves its words out
-- likes: Its own likes; NULL of retweets and where not known
-- retweets: Retweets of it; NULL of retweets and where not known
-- replies: Replies to it; NULL of retweets and where not known
-- original_likes: Of a retweet, the likes of its original; NULL of all others and where not known
-- original_retweets: Of a retweet, the retweets of its original; NULL of all others and where not known
-- vader_label: VADER's label
-- vader_compound: VADER's compound score
-- word_list_label: The label by positive and negative words
-- word_list_compound: (positive - negative) / (positive + negative) uses
-- transformer_label: The label of the study's model
-- transformer_compound: Probability of positive less that of negative
-- draw_order: Place in the draw; NULL where it was not sampled
-- purpose: The final code of the variable purpose
-- learning_strategies: The final code of the variable learning_strategies
-- theme: The final code of the variable theme
-- all_codes: All final codes by people, as 'variable: code'
with scores as (
    select
        collection_window,
        tweet_id,
        max(case when starts_with(scorer, 'vader') then label end) as vader_label,
        max(case when starts_with(scorer, 'vader') then compound end) as vader_compound,
        max(case when starts_with(scorer, 'word_list') then label end) as word_list_label,
        max(case when starts_with(scorer, 'word_list') then compound end) as word_list_compound,
        max(case when not starts_with(scorer, 'vader') and not starts_with(scorer, 'word_list') then label end)
            as transformer_label,
        max(case when not starts_with(scorer, 'vader') and not starts_with(scorer, 'word_list') then compound end)
            as transformer_compound
    from sentiment_scores
    group by collection_window, tweet_id
),

codes_of_tweets as (
    select
        collection_window,
        tweet_id,
        string_agg(case when variable = 'purpose' then code end, '; ' order by code) as purpose,
        string_agg(case when variable = 'learning_strategies' then code end, '; ' order by code) as learning_strategies,
        string_agg(case when variable = 'theme' then code end, '; ' order by code) as theme,
        list(variable || ': ' || code order by variable, code) as all_codes
    from coded_tweets
    where decision <> 'computed'
    group by collection_window, tweet_id
)

select
    tweets.collection_window,
    tweets.tweet_id,
    tweets.platform,
    tweets.created_at,
    cast(date_trunc('week', tweets.created_at) as date) as week,
    tweets.author,
    account_groups.community,
    account_groups.leader_class,
    tweets.text,
    tweets.language,
    tweets.tweet_type,
    tweets.content_format,
    tweets.is_text_only,
    tweets.hashtags,
    tweets.urls,
    tweets.emoji,
    tweets.mention_count,
    tweet_tokens.word_count,
    case when not tweets.is_retweet then tweets.like_count end as likes,
    tweets.retweet_count as retweets,
    case when not tweets.is_retweet then tweets.reply_count end as replies,
    coalesce(
        tweets.original_like_count,
        case when tweets.is_retweet and tweets.metrics_of = 'original' then tweets.like_count end
    ) as original_likes,
    tweets.original_retweet_count as original_retweets,
    scores.vader_label,
    scores.vader_compound,
    scores.word_list_label,
    scores.word_list_compound,
    scores.transformer_label,
    scores.transformer_compound,
    sample.draw_order,
    codes_of_tweets.purpose,
    codes_of_tweets.learning_strategies,
    codes_of_tweets.theme,
    codes_of_tweets.all_codes
from tweets
left join account_groups
    on account_groups.collection_window = tweets.collection_window and account_groups.account = tweets.author
left join tweet_tokens
    on tweet_tokens.collection_window = tweets.collection_window and tweet_tokens.tweet_id = tweets.tweet_id
left join scores on scores.collection_window = tweets.collection_window and scores.tweet_id = tweets.tweet_id
left join sample on sample.collection_window = tweets.collection_window and sample.tweet_id = tweets.tweet_id
left join codes_of_tweets
    on codes_of_tweets.collection_window = tweets.collection_window and codes_of_tweets.tweet_id = tweets.tweet_id
order by tweets.collection_window, tweets.tweet_id
