"""What people do to the things that every room shares."""
