"""Agreement of coders: the measures of one variable, each as published, and which codes of a window are compared."""
