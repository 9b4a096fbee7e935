"""Messages: whom they reach, when they may go, how they are sent, and what people do about them."""
