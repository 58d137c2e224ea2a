WORD = r"[@#]?[\p{L}\p{M}][\p{L}\p{M}\p{N}_'’]*"
def stop_words(language): return ("the","a")
