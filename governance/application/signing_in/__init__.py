"""Who somebody is when they come by a browser: accounts, sessions, second factor, forms."""
