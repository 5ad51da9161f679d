"""What a person types about structures."""
