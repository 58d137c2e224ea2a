-- A row is a computed variable whose rule agrees with people less than the study asks of coders.
select variable, value, threshold
from computed_agreement
where collection_window = $collection_window and category = 'all categories' and value < threshold - 5e-10
order by variable
limit $rows
