"""Plans for children and young people: their basis in law, their days, how they overlap."""
