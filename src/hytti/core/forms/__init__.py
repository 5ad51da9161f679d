"""What a person types about the things that every room shares."""
