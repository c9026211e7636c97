"""What annotation is, in the standard library alone."""
