// ContentMatching
