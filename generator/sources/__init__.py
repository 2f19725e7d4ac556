"""Reading a disclosure in any of its forms, every value with its place."""
