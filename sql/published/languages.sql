-- A row is a language that at least a hundredth of the study's tweets are in.
select language
from tweets
where language is not null
group by language
having count(*) >= 0.01 * (select count(*) from tweets)
order by language
