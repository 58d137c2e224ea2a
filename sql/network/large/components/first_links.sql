-- A row is a pair of neighbours, each once: from here on links lead to accounts that stand before in the alphabet.
select account as higher, neighbour as lower
from large_neighbours
where account > neighbour
