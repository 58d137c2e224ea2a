-- A value is whether a text is the id of a post of a platform: a number of X that a bigint holds, the address of a
-- record of Bluesky (post or repost), the address of a status of Mastodon, or the label that its first versions gave.
create or replace temp macro is_tweet_id(id, platform) as
case platform
    when 'x' then regexp_full_match(id, '[0-9]{1,18}|(?:[0-8][0-9]|9[01])[0-9]{17}')
    when 'bluesky'
        then regexp_full_match(id, 'at://[A-Za-z0-9._:%-]+/app\.bsky\.feed\.(post|repost)/[A-Za-z0-9._~:-]+')
    else regexp_full_match(id, 'https?://[^\s/"<>\\]+/[^\s"<>\\]+|tag:[^\s,"<>\\]+,[^\s"<>\\]+')
end
