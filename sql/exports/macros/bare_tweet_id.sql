-- A value is the id of a post without what a spreadsheet puts around it; NULL where it stands for none. Of the page on which
-- people read a post of Bluesky or Mastodon it is made where the page says all of it (as Mastodon's own servers build both).
create or replace temp macro bare_tweet_id(cell, platform, nobody, guarded) as
case
    when platform = 'x' then bare_id(cell, nobody, guarded)
    when regexp_full_match(trim(cell), nobody) then null
    when platform = 'bluesky' then nullif(regexp_replace(
        trim(cell), '^https?://(?:[a-z]+\.)?bsky\.app/profile/([^/]+)/post/([^/?#]+).*$', 'at://\1/app.bsky.feed.post/\2'
    ), '')
    else nullif(regexp_replace(
        trim(cell), '^https?://([^/@]+)/@([^/@]+)/([0-9]+)$', 'https://\1/users/\2/statuses/\3'
    ), '')
end
