"""Plans for children and young people: written, agreed, published, reviewed; who kept what."""
